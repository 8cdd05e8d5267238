import { LATENCY_BOUNDS, type LatencyTally } from '../../engagement/index.js';

/** How long something took, in milliseconds, for a half, 95 and 99 of a hundred; `null` when it did not happen. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** What took longer than the last bound is told as that. */
const LONGEST = LATENCY_BOUNDS[LATENCY_BOUNDS.length - 1] ?? 0;

/** Estimated from counts by bounds: within a bound, as if it were spread evenly. */
export function percentilesOf(tallies: readonly LatencyTally[]): Percentiles {
  const counts = LATENCY_BOUNDS.map((bound) => sum(tallies.filter(({ withinMs }) => withinMs === bound)));
  const count = sum(tallies);
  const at = (share: number): number | null => (count === 0 ? null : Math.round(valueAt(counts, share * count)));
  return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function valueAt(counts: readonly number[], rank: number): number {
  let below = 0;
  for (const [index, bound] of LATENCY_BOUNDS.entries()) {
    const here = counts[index] ?? 0;
    if (here > 0 && below + here >= rank) {
      const lower = LATENCY_BOUNDS[index - 1] ?? 0;
      return lower + ((rank - below) / here) * (bound - lower);
    }
    below += here;
  }
  return LONGEST;
}

function sum(tallies: readonly LatencyTally[]): number {
  return tallies.reduce((total, { count }) => total + count, 0);
}
