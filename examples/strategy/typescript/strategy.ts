import type { Attempt, IxnProfile, Problem } from './gateway-api.js';
import type { Gateway } from './gateway.js';

const LEAST_CART_TOTAL = 100;

/** How long one call waits. After each, a strategy that goes on waiting knows whether the invitation is shown. */
const WAIT_SECONDS = 20;

/** What is known of a visit. */
export interface Facts {
  readonly interactionId: string;
  readonly visitId: string;
  readonly language: string;
  readonly cartTotal: number;
  readonly displaySeconds: number;
  readonly timeToLive: number;
}

/** What becomes of an attempt. */
type Outcome = Exclude<Attempt['state'], 'pending' | 'delivered' | 'shown'>;

export type End = Outcome | 'not-invited' | 'visit-engaged' | 'refused';

/**
 * Invites a visitor whose cart is worth it, and waits for what becomes of it.
 *
 * @param abandoned says that nobody is to be invited any more. Whether the cancellation or the visitor was first, the
 *   attempt tells.
 */
export async function invite(
  gateway: Gateway,
  facts: Facts,
  abandoned: AbortSignal,
  log: (text: string) => void,
): Promise<End> {
  log('deciding');
  if (facts.cartTotal < LEAST_CART_TOTAL) return 'not-invited';

  log('engaging');
  // Where this fails, so does the call that waits.
  abandoned.addEventListener('abort', () => void cancel(gateway, facts, log).catch(() => undefined));
  const engaged = await gateway.POST('/backend/data/gateway/engage', { body: { ixnProfile: profileOf(facts) } });
  if (engaged.error !== undefined) return endBy(engaged.error, log);

  log('waiting');
  let attempt: Attempt = engaged.data;
  let isShown = false;
  while (!hasEnded(attempt)) {
    const waited = await gateway.GET('/backend/data/gateway/attempts/{attemptId}', {
      params: { path: { attemptId: attempt.attemptId }, query: { waitFor: 'ended', timeout: WAIT_SECONDS } },
    });
    if (waited.error !== undefined) return endBy(waited.error, log);
    attempt = waited.data;
    if (!isShown && waited.data.transitions.some(({ state }) => state === 'shown')) {
      isShown = true;
      log('shown');
    }
  }
  return attempt.state;
}

function profileOf({ interactionId, visitId, language, cartTotal, displaySeconds, timeToLive }: Facts): IxnProfile {
  return {
    interactionId,
    visitId,
    language,
    ruleName: 'cart-abandonment',
    invitation: {
      title: 'Can we help you?',
      message: 'One of our specialists is free and can answer your questions.',
      acceptLabel: 'Chat now',
      declineLabel: 'No, thanks',
      displaySeconds,
    },
    timeToLive,
    data: { cartTotal },
  };
}

async function cancel(gateway: Gateway, { interactionId }: Facts, log: (text: string) => void): Promise<void> {
  log('cancelling');
  const cancelData = { interactionId, reason: 'the interaction was abandoned' };
  await gateway.POST('/backend/data/gateway/noengage', { body: { cancelData } });
}

function hasEnded(attempt: Attempt): attempt is Attempt & { state: Outcome } {
  return attempt.endedAt !== null;
}

function endBy({ code, detail }: Problem, log: (text: string) => void): End {
  if (code === 'visit-engaged') return code;
  log(`refused: ${detail}`);
  return 'refused';
}
