import { connect } from './index.js';
import type { EngagementClient, EngagementOptions } from './index.js';

/**
 * The library as one script tag: its data attributes say how to connect, to the place that it was loaded from.
 *
 * @example <script src="https://engage.example.com/client/engagement.js" data-token="…" defer></script>
 */
export * from './index.js';

/** The connection that the script tag made. */
export const client: EngagementClient | undefined = connectByTag();

function connectByTag(): EngagementClient | undefined {
  const tag = document.currentScript;
  if (!(tag instanceof HTMLScriptElement)) return undefined;
  const { visitId, pageId, token, card } = tag.dataset;
  if (visitId === undefined && token === undefined) return undefined;
  const options: EngagementOptions = {
    url: new URL(tag.src).origin,
    ...(visitId !== undefined && { visitId }),
    ...(pageId !== undefined && { pageId }),
    ...(token !== undefined && { token }),
    card: card !== 'none',
  };
  return connect(options);
}
