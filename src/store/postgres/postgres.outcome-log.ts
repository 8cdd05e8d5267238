import { type Outcome, OutcomeLog } from '../../engagement/model.js';
import { outcomeOf, type OutcomeRow } from '../attempt-rows.js';
import type { Calls } from './calls.js';
import type { Database } from './database.js';
import * as statements from './statements.js';

/**
 * Outcomes in a PostgreSQL database. One node at a time gives them their places, and to what is committed only: places
 * are then seen in their order by everybody.
 */
export class PostgresOutcomeLog extends OutcomeLog {
  constructor(
    private readonly database: Database,
    private readonly calls: Calls,
  ) {
    super();
  }

  override giveOutPlaces(limit: number): Promise<number> {
    return this.calls.make(() =>
      this.database.transaction(async (queries) => {
        const [turn] = await queries.all<{ readonly mine: boolean }>(statements.TAKE_TURN);
        // Another node is at it.
        if (turn?.mine !== true) return 0;
        return (await queries.all(statements.GIVE_OUT_PLACES, [limit])).length;
      }),
    );
  }

  override after(position: number, limit: number): Promise<readonly Outcome[]> {
    return this.calls.make(async () =>
      (await this.database.all<OutcomeRow>(statements.OUTCOMES_AFTER, [position, limit])).map(outcomeOf),
    );
  }

  override last(): Promise<number> {
    return this.calls.make(async () => {
      const [row] = await this.database.all<{ readonly position: number }>(statements.LAST_OUTCOME);
      return row?.position ?? 0;
    });
  }
}
