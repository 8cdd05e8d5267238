import { TALLY_GRAINS } from '../../engagement/model.js';
import type { ActiveTallyRow, LatencyTalliesTable, TalliesTable } from '../schema.js';
import { activeTallyOf, latencyOf, tallyOf } from '../tally-rows.js';
import * as statements from '../tally-statements.js';
import type { Input, Output, TallyOperations } from './operations.js';
import type { SqliteFile } from './sqlite-file.js';

/** Counts of attempts in an SQLite file. One thread calls these, each inside an open transaction. */
export class SqliteTallies implements TallyOperations {
  constructor(private readonly file: SqliteFile) {}

  private readonly progress = this.file.prepare<{ readonly up_to: number }>(statements.PROGRESS);
  private readonly keepProgress = this.file.prepare(statements.KEEP_PROGRESS);
  private readonly nextToCount = this.file.prepare<{ readonly position: number }>(statements.NEXT_TO_COUNT);

  countOutcomes = ({ limit }: Input<'countOutcomes'>): Output<'countOutcomes'> => {
    const before = this.progress.one()?.up_to ?? 0;
    const next = this.nextToCount.all(before, limit);
    const last = next.at(-1);
    if (last === undefined) return 0;
    for (const counting of statements.COUNTING) this.file.prepare(counting).run(before, last.position);
    this.keepProgress.run(last.position);
    return next.length;
  };

  endedTallies = ({ grain, from, until }: Input<'endedTallies'>): Output<'endedTallies'> =>
    this.file.prepare<TalliesTable>(statements.ENDED_TALLIES).all(grain, from, until).map(tallyOf);

  activeTallies = ({ grain, from, until }: Input<'activeTallies'>): Output<'activeTallies'> =>
    this.file
      .prepare<ActiveTallyRow>(statements.ACTIVE_TALLIES)
      .all(TALLY_GRAINS[grain], from, until)
      .map(activeTallyOf);

  latencyTallies = ({ grain, from, until }: Input<'latencyTallies'>): Output<'latencyTallies'> =>
    this.file.prepare<LatencyTalliesTable>(statements.LATENCY_TALLIES).all(grain, from, until).map(latencyOf);

  forgetTallies = ({ grain, before, limit }: Input<'forgetTallies'>): Output<'forgetTallies'> =>
    this.file.prepare(statements.forgetting('tallies')).run(grain, before, grain, limit) +
    this.file.prepare(statements.forgetting('latency_tallies')).run(grain, before, grain, limit);
}
