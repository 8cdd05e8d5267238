import type { Moment } from '../engagement/index.js';

/** A visitor's browser: sees and answers the attempts of one visit. */
export interface BrowserIdentity {
  readonly kind: 'browser';
  readonly visitId: string;
  readonly pageId: string | null;
  /** Until when its token holds; `null` in open mode, where there is none. */
  readonly expiresAt: Moment | null;
}

/** Who is at the other end of a frontend's connection. */
export type FrontendIdentity =
  | BrowserIdentity
  /** A Frontend Server: relays for the visits that it joins. `name` is `null` in open mode. */
  | { readonly kind: 'frontend-server'; readonly name: string | null };

/** Decides from the `auth` of a handshake who connects. */
export abstract class FrontendAuthenticator {
  /**
   * @param address where it connects from: limits count by it
   * @throws Fault `not-authenticated`, `token-expired`, `too-many-requests` or `validation-failed`
   */
  abstract authenticate(auth: unknown, address: string): Promise<FrontendIdentity>;

  /**
   * Reads the fresh token of a browser that is connected.
   *
   * @throws Fault `forbidden-visit` when it is for another visit
   */
  abstract renew(identity: FrontendIdentity, token: string, address: string): Promise<BrowserIdentity>;
}
