/** The longest that an endpoint may ask to be left alone, in milliseconds: a day. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * How long an endpoint asks to be left alone, by its `Retry-After`: seconds, or a date (RFC 9110).
 *
 * @returns milliseconds; 0 when it does not ask
 */
export function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const asked = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), LONGEST_MS);
}
