import { Webhook } from 'standardwebhooks';
import type { Moment, Outcome } from '../../engagement/index.js';
import { messageOf } from '../outcome-message.js';
import type { Endpoint } from './endpoint.js';

/** What is sent to an endpoint. */
export interface WebhookRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * An outcome as an endpoint is told of it, signed by the Standard Webhooks specification.
 *
 * @returns `undefined` when its address cannot hold the ids of the attempt
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function requestFor(endpoint: Endpoint, outcome: Outcome, at: Moment): WebhookRequest | undefined {
  const { attemptId, interactionId, visitId } = outcome.attempt;
  const url = endpoint.address.filledWith({ interactionId, visitId: visitId ?? '', attemptId, state: outcome.state });
  if (url === undefined) return undefined;
  const id = messageIdOf(outcome);
  const body = JSON.stringify(messageOf(outcome));
  const signatures = endpoint.secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body));
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'engagement-gateway',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': signatures.join(' '),
    },
    body,
  };
}

/** The same however often it is sent: by it a receiver knows what it has seen. */
function messageIdOf({ attempt, sequence }: Outcome): string {
  return `${attempt.attemptId}-${sequence}`;
}
