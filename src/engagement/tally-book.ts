import type { Moment } from './attempt.js';
import type {
  ActiveTally,
  LatencyTally,
  NamedTally,
  SuppressionTally,
  TallyGrain,
  TallySpan,
  TimedTally,
} from './tally.js';

/**
 * Keeps count of attempts by what became of them, so that nobody has to go through them. Outcomes are counted after they have
 * happened, in their order, each once.
 *
 * @throws StoreUnavailableError from every method
 */
export abstract class TallyBook {
  /**
   * Counts outcomes that are not counted yet. Any number of nodes may do so; one at a time does.
   *
   * @returns how many it looked at: less than `limit` only when there are no others, or another node is at it
   */
  abstract count(limit: number): Promise<number>;

  /** @returns what has ended of the attempts that were started within a span, by channel and rule */
  abstract endedByName(span: TallySpan): Promise<readonly NamedTally[]>;

  /** @returns the same by time */
  abstract endedByTime(span: TallySpan): Promise<readonly TimedTally[]>;

  /** @returns why nobody was invited, of the attempts of a span, the most frequent first */
  abstract suppressions(span: TallySpan): Promise<readonly SuppressionTally[]>;

  /** @returns the attempts of a span that have not ended; they are few, and are counted as they stand */
  abstract active(span: TallySpan): Promise<readonly ActiveTally[]>;

  abstract latencies(span: TallySpan): Promise<readonly LatencyTally[]>;

  /** Forgets counts of a grain from before this moment. @returns how many rows, about `limit` at most */
  abstract forget(grain: TallyGrain, before: Moment, limit: number): Promise<number>;
}
