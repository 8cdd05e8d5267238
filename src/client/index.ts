import { EngagementClient } from './engagement-client.js';
import type { EngagementOptions } from './options.js';

export type { EngagementClient } from './engagement-client.js';
export type { AcceptedInvitation, EngagementEvents, ShownInvitation } from './events.js';
export type { EngagementOptions } from './options.js';
export type { InvitationTexts } from './texts.js';

/**
 * Connects this page to the gateway. Invitations for its visit are shown from now on.
 *
 * @example const client = Engagement.connect({ url: 'https://engage.example.com', token: fetchVisitToken });
 */
export function connect(options: EngagementOptions): EngagementClient {
  return new EngagementClient(options);
}
