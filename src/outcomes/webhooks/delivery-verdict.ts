import type { ClaimedDelivery, DeliveryTry, Moment } from '../../engagement/index.js';
import type { CallOutcome } from '../../outgoing/index.js';
import { retryAfterMs } from './retry-after.js';
import { nextTry } from './retry-schedule.js';

/** What a try has come to. Nothing but a 2xx is a delivery: a redirect is none either. */
export function tryOf(
  { endpoint, tries, isProbe, plannedAt, outcome }: ClaimedDelivery,
  call: CallOutcome,
  { at, random }: { readonly at: Moment; readonly random: number },
): DeliveryTry {
  const about = { endpoint, position: outcome.position, tries, isProbe, at };
  const failedWith = (answer: number | null, error: string, holdMs: number): DeliveryTry => ({
    ...about,
    answer,
    error,
    verdict: {
      kind: 'not-delivered',
      againAt: nextTry({ tries, plannedAt, at }, holdMs, random),
      holdUntil: holdMs === 0 ? null : at + holdMs,
      isGone: answer === 410,
    },
  });
  if (call.kind === 'failed') return failedWith(null, call.why, 0);
  const { status, headers } = call;
  if (status >= 200 && status < 300) return { ...about, answer: status, error: null, verdict: { kind: 'delivered' } };
  return failedWith(status, `it was answered ${status}`, retryAfterMs(headers['retry-after'], at));
}

/** A delivery that cannot be made at all. */
export function impossible(
  { endpoint, tries, isProbe, outcome }: ClaimedDelivery,
  at: Moment,
  error: string,
): DeliveryTry {
  const { position } = outcome;
  return { endpoint, position, tries, isProbe, at, answer: null, error, verdict: { kind: 'impossible' } };
}
