import type { ClaimedDelivery, DeliveryTry, Moment, TryVerdict } from '../../engagement/index.js';
import type { CallOutcome } from '../../outgoing/index.js';
import { retryAfterMs } from './retry-after.js';
import { nextTry } from './retry-schedule.js';

interface Circumstances {
  readonly at: Moment;
  /** From 0 to 1. */
  readonly random: number;
  /** Whether other deliveries go to other addresses of the endpoint: what is not there says nothing of those. */
  readonly hasAddressOfItsOwn: boolean;
}

const GONE = 410;
const NOT_FOUND = 404;

/** What a try has come to. Nothing but a 2xx is a delivery: a redirect is none either. */
export function tryOf(delivery: ClaimedDelivery, call: CallOutcome, circumstances: Circumstances): DeliveryTry {
  const { at } = circumstances;
  switch (call.kind) {
    case 'answered':
      return {
        ...about(delivery, at),
        answer: call.status,
        error: call.status >= 200 && call.status < 300 ? null : `it was answered ${call.status}`,
        verdict: answered(delivery, call, circumstances),
      };
    case 'failed':
      return {
        ...about(delivery, at),
        answer: null,
        error: call.why,
        verdict: {
          kind: 'not-delivered',
          againAt: again(delivery, circumstances, 0),
          endpoint: 'fails',
          holdUntil: null,
        },
      };
    case 'broken-off':
      return {
        ...about(delivery, at),
        answer: null,
        error: 'the service ended while it was being made',
        verdict: { kind: 'not-delivered', againAt: at, endpoint: 'has-no-part', holdUntil: null },
      };
  }
}

/** A delivery that cannot be made at all. */
export function impossible(delivery: ClaimedDelivery, at: Moment, error: string): DeliveryTry {
  return {
    ...about(delivery, at),
    answer: null,
    error,
    verdict: { kind: 'not-delivered', againAt: null, endpoint: 'has-no-part', holdUntil: null },
  };
}

function answered(
  delivery: ClaimedDelivery,
  { status, headers }: CallOutcome & { readonly kind: 'answered' },
  circumstances: Circumstances,
): TryVerdict {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const { at, hasAddressOfItsOwn } = circumstances;
  const holdMs = retryAfterMs(headers['retry-after'], at);
  const againAt = again(delivery, circumstances, holdMs);
  if (hasAddressOfItsOwn && (status === GONE || status === NOT_FOUND))
    return {
      kind: 'not-delivered',
      againAt: status === GONE ? null : againAt,
      endpoint: 'has-no-part',
      holdUntil: null,
    };
  return {
    kind: 'not-delivered',
    againAt,
    endpoint: status === GONE ? 'is-gone' : 'fails',
    holdUntil: holdMs === 0 ? null : at + holdMs,
  };
}

function again({ tries, plannedAt }: ClaimedDelivery, { at, random }: Circumstances, holdMs: number): Moment | null {
  return nextTry({ tries, plannedAt, at }, holdMs, random);
}

function about(
  { endpoint, tries, isProbe, outcome }: ClaimedDelivery,
  at: Moment,
): Pick<DeliveryTry, 'endpoint' | 'position' | 'tries' | 'isProbe' | 'at'> {
  return { endpoint, position: outcome.position, tries, isProbe, at };
}
