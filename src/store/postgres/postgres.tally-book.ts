import {
  type ActiveTally,
  type LatencyTally,
  type Moment,
  type NamedTally,
  type SuppressionTally,
  TALLY_GRAINS,
  TallyBook,
  type TallyGrain,
  type TallySpan,
  type TimedTally,
} from '../../engagement/model.js';
import type { ActiveTallyRow, LatencyTalliesTable } from '../schema.js';
import {
  activeTallyOf,
  latencyOf,
  namedTallyOf,
  type NamedTallyRow,
  timedTallyOf,
  type TimedTallyRow,
} from '../tally-rows.js';
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

  override async endedByName(span: TallySpan): Promise<readonly NamedTally[]> {
    return (await this.ofSpan<NamedTallyRow>(statements.ENDED_BY_NAME, span)).map(namedTallyOf);
  }

  override async endedByTime(span: TallySpan): Promise<readonly TimedTally[]> {
    return (await this.ofSpan<TimedTallyRow>(statements.ENDED_BY_TIME, span)).map(timedTallyOf);
  }

  override suppressions(span: TallySpan): Promise<readonly SuppressionTally[]> {
    return this.ofSpan(statements.SUPPRESSION_TALLIES, span);
  }

  override active({ grain, from, until }: TallySpan): Promise<readonly ActiveTally[]> {
    const values = [TALLY_GRAINS[grain], from, until];
    return this.calls.make(async () =>
      (await this.database.all<ActiveTallyRow>(numbered(statements.ACTIVE_TALLIES), values)).map(activeTallyOf),
    );
  }

  override async latencies(span: TallySpan): Promise<readonly LatencyTally[]> {
    return (await this.ofSpan<LatencyTalliesTable>(statements.LATENCY_TALLIES, span)).map(latencyOf);
  }

  override forget(grain: TallyGrain, before: Moment, limit: number): Promise<number> {
    return this.calls.make(async () => {
      let forgotten = 0;
      for (const table of statements.TALLY_TABLES) {
        const sql = `${numbered(statements.forgetting(table))} returning 1`;
        forgotten += (await this.database.all(sql, [grain, before, grain, limit])).length;
      }
      return forgotten;
    });
  }

  private ofSpan<Row>(sql: string, { grain, from, until }: TallySpan): Promise<readonly Row[]> {
    return this.calls.make(() => this.database.all<Row>(numbered(sql), [grain, from, until]));
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
