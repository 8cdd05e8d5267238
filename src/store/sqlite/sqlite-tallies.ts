import { type SuppressionTally, TALLY_GRAINS } from '../../engagement/model.js';
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
import type { Input, Output, TallyOperations } from './operations.js';
import type { SqliteFile, Statement } from './sqlite-file.js';

/** Counts of attempts in an SQLite file. One thread calls these, each inside an open transaction. */
export class SqliteTallies implements TallyOperations {
  constructor(private readonly file: SqliteFile) {}

  private readonly progress = this.file.prepare<{ readonly up_to: number }>(statements.PROGRESS);
  private readonly keepProgress = this.file.prepare(statements.KEEP_PROGRESS);
  private readonly nextToCount = this.file.prepare<{ readonly position: number }>(statements.NEXT_TO_COUNT);
  /** Prepared when first needed: each start would wait for that. */
  private counting: readonly Statement<never>[] | undefined;

  countOutcomes = ({ limit }: Input<'countOutcomes'>): Output<'countOutcomes'> => {
    const before = this.progress.one()?.up_to ?? 0;
    const next = this.nextToCount.all(before, limit);
    const last = next.at(-1);
    if (last === undefined) return 0;
    this.counting ??= statements.COUNTING.map((sql) => this.file.prepare(sql));
    for (const counting of this.counting) counting.run(before, last.position);
    this.keepProgress.run(last.position);
    return next.length;
  };

  talliesByName = ({ grain, from, until }: Input<'talliesByName'>): Output<'talliesByName'> =>
    this.file.prepare<NamedTallyRow>(statements.ENDED_BY_NAME).all(grain, from, until).map(namedTallyOf);

  talliesByTime = ({ grain, from, until }: Input<'talliesByTime'>): Output<'talliesByTime'> =>
    this.file.prepare<TimedTallyRow>(statements.ENDED_BY_TIME).all(grain, from, until).map(timedTallyOf);

  suppressionTallies = ({ grain, from, until }: Input<'suppressionTallies'>): Output<'suppressionTallies'> =>
    this.file.prepare<SuppressionTally>(statements.SUPPRESSION_TALLIES).all(grain, from, until);

  activeTallies = ({ grain, from, until }: Input<'activeTallies'>): Output<'activeTallies'> =>
    this.file
      .prepare<ActiveTallyRow>(statements.ACTIVE_TALLIES)
      .all(TALLY_GRAINS[grain], from, until)
      .map(activeTallyOf);

  latencyTallies = ({ grain, from, until }: Input<'latencyTallies'>): Output<'latencyTallies'> =>
    this.file.prepare<LatencyTalliesTable>(statements.LATENCY_TALLIES).all(grain, from, until).map(latencyOf);

  forgetTallies = ({ grain, before, limit }: Input<'forgetTallies'>): Output<'forgetTallies'> =>
    statements.TALLY_TABLES.reduce(
      (forgotten, table) =>
        forgotten + this.file.prepare(statements.forgetting(table)).run(grain, before, grain, limit),
      0,
    );
}
