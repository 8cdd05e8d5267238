/**
 * The library as one script tag: its data attributes say how to connect, to the place that it was loaded from.
 * `data-visit-id` or `data-token` make it connect by itself; `data-page-id` names the page;
 * `data-invitation-element="none"` leaves it to the page to show invitations.
 *
 * @example <script src="https://engage.example.com/client/engagement.js" data-token="…" defer></script>
 */
import { connect } from './index.js';
import type { EngagementClient, EngagementOptions } from './index.js';

export * from './index.js';

/** The connection that the script tag made. */
export const client: EngagementClient | undefined = connectByTag(document.currentScript);

function connectByTag(tag: Element | null): EngagementClient | undefined {
  if (!(tag instanceof HTMLScriptElement)) return undefined;
  const { visitId, token } = tag.dataset;
  return visitId === undefined && token === undefined ? undefined : connect(optionsOf(tag));
}

function optionsOf({ src, dataset }: HTMLScriptElement): EngagementOptions {
  const { visitId, pageId, token, invitationElement } = dataset;
  return {
    url: new URL(src).origin,
    ...(visitId !== undefined && { visitId }),
    ...(pageId !== undefined && { pageId }),
    ...(token !== undefined && { token }),
    invitationElement: invitationElement !== 'none',
  };
}
