import type { InvitationTexts } from './texts.js';

/** How a page connects. */
export interface EngagementOptions {
  /** Where the gateway is, for example `https://engage.example.com`; the page's own origin when left out. */
  readonly url?: string;
  /** The visit. Enough by itself in open mode only; beside a token, it spares a new connection on `navigate`. */
  readonly visitId?: string;
  /** This page, for strategies that invite a single one; made up, new for each load, when left out. */
  readonly pageId?: string;
  /** A visit token, or a function that gets one: it is asked for each connection, so that it can give a fresh one. */
  readonly token?: string | (() => string | Promise<string>);
  /** `false`: the page shows invitations itself, on the `invitation` event. */
  readonly invitationElement?: boolean;
  /** Captions for what a strategy leaves out; English where the page leaves them out too. */
  readonly texts?: Partial<InvitationTexts>;
  /**
   * How to reach the gateway, in order of preference. Only WebSocket when left out: long polling needs a load balancer
   * that keeps a browser on one node.
   */
  readonly transports?: readonly ('websocket' | 'polling')[];
}
