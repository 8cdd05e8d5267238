import {
  type ActiveTally,
  type LatencyTally,
  type Moment,
  type NamedTally,
  type SuppressionTally,
  TallyBook,
  type TallyGrain,
  type TallySpan,
  type TimedTally,
} from '../../engagement/model.js';
import type { StoreThread } from './store-thread.js';

/** Counts of attempts in an SQLite file, worked on by the store's thread. */
export class SqliteTallyBook extends TallyBook {
  constructor(private readonly thread: StoreThread) {
    super();
  }

  override count(limit: number): Promise<number> {
    return this.thread.call('countOutcomes', { limit });
  }

  override endedByName(span: TallySpan): Promise<readonly NamedTally[]> {
    return this.thread.call('talliesByName', span);
  }

  override endedByTime(span: TallySpan): Promise<readonly TimedTally[]> {
    return this.thread.call('talliesByTime', span);
  }

  override suppressions(span: TallySpan): Promise<readonly SuppressionTally[]> {
    return this.thread.call('suppressionTallies', span);
  }

  override active(span: TallySpan): Promise<readonly ActiveTally[]> {
    return this.thread.call('activeTallies', span);
  }

  override latencies(span: TallySpan): Promise<readonly LatencyTally[]> {
    return this.thread.call('latencyTallies', span);
  }

  override forget(grain: TallyGrain, before: Moment, limit: number): Promise<number> {
    return this.thread.call('forgetTallies', { grain, before, limit });
  }
}
