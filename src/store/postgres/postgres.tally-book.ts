import {
  type ActiveTally,
  type LatencyTally,
  type Moment,
  type Tally,
  TALLY_GRAINS,
  TallyBook,
  type TallyGrain,
  type TallySpan,
} from '../../engagement/model.js';
import type { ActiveTallyRow, LatencyTalliesTable, TalliesTable } from '../schema.js';
import { activeTallyOf, latencyOf, tallyOf } from '../tally-rows.js';
import * as statements from '../tally-statements.js';
import type { Calls } from './calls.js';
import type { Database, Queries } from './database.js';
import { numbered } from './numbered.js';

/** Counts of attempts in a PostgreSQL database; one node at a time counts. */
export class PostgresTallyBook extends TallyBook {
  constructor(
    private readonly database: Database,
    private readonly calls: Calls,
  ) {
    super();
  }

  override count(limit: number): Promise<number> {
    return this.calls.make(() =>
      this.database.transaction(async (queries) => {
        const [progress] = await queries.all<{ readonly up_to: number }>(LOCK_PROGRESS);
        // Another node is at it.
        if (progress === undefined) return 0;
        return countIn(queries, progress.up_to, limit);
      }),
    );
  }

  override ended({ grain, from, until }: TallySpan): Promise<readonly Tally[]> {
    return this.calls.make(async () =>
      (await this.database.all<TalliesTable>(numbered(statements.ENDED_TALLIES), [grain, from, until])).map(tallyOf),
    );
  }

  override active({ grain, from, until }: TallySpan): Promise<readonly ActiveTally[]> {
    const values = [TALLY_GRAINS[grain], from, until];
    return this.calls.make(async () =>
      (await this.database.all<ActiveTallyRow>(numbered(statements.ACTIVE_TALLIES), values)).map(activeTallyOf),
    );
  }

  override latencies({ grain, from, until }: TallySpan): Promise<readonly LatencyTally[]> {
    const sql = numbered(statements.LATENCY_TALLIES);
    return this.calls.make(async () =>
      (await this.database.all<LatencyTalliesTable>(sql, [grain, from, until])).map(latencyOf),
    );
  }

  override forget(grain: TallyGrain, before: Moment, limit: number): Promise<number> {
    return this.calls.make(async () => {
      let forgotten = 0;
      for (const table of ['tallies', 'latency_tallies'] as const) {
        const sql = `${numbered(statements.forgetting(table))} returning 1`;
        forgotten += (await this.database.all(sql, [grain, before, grain, limit])).length;
      }
      return forgotten;
    });
  }
}

const LOCK_PROGRESS = `${statements.PROGRESS} for update skip locked`;

async function countIn(queries: Queries, before: number, limit: number): Promise<number> {
  const next = await queries.all<{ readonly position: number }>(numbered(statements.NEXT_TO_COUNT), [before, limit]);
  const last = next.at(-1);
  if (last === undefined) return 0;
  for (const counting of statements.COUNTING) await queries.all(numbered(counting), [before, last.position]);
  await queries.all(numbered(statements.KEEP_PROGRESS), [last.position]);
  return next.length;
}
