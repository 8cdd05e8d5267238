import type { Moment } from '../../engagement/index.js';

/** After the first tries: a strategy waits for seconds. In milliseconds. */
const QUICK_MS = [1_000, 5_000, 30_000];

/** Then twice as long each time, from this on. */
const FIRST_SLOW_MS = 60_000;
const LONGEST_MS = 12 * 3_600_000;

/** By how much of itself a slow pause is longer or shorter, so that what failed together does not come again together. */
const JITTER = 0.2;

/** How long a delivery is tried: three days. */
export const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;

/**
 * When a delivery is tried again.
 *
 * @param tries how often it has been tried
 * @param retryAfterMs how long the endpoint asks to be left alone
 * @param random from 0 to 1
 * @returns `null` when it is tried no more
 */
export function nextTry(
  { tries, plannedAt, at }: { readonly tries: number; readonly plannedAt: Moment; readonly at: Moment },
  retryAfterMs: number,
  random: number,
): Moment | null {
  const again = at + Math.max(pauseAfter(tries, random), retryAfterMs);
  return again <= plannedAt + GIVE_UP_AFTER_MS ? again : null;
}

function pauseAfter(tries: number, random: number): number {
  const quick = QUICK_MS[tries - 1];
  if (quick !== undefined) return quick;
  const slow = Math.min(LONGEST_MS, FIRST_SLOW_MS * 2 ** Math.min(tries - QUICK_MS.length - 1, 32));
  return Math.round(slow * (1 + JITTER * (2 * random - 1)));
}
