/** Who is at the other end of a frontend's connection. */
export type FrontendIdentity =
  /** A visitor's browser: sees and answers the attempts of one visit. */
  | { readonly kind: 'browser'; readonly visitId: string; readonly pageId: string | null }
  /** A Frontend Server: relays for the visits that it joins. */
  | { readonly kind: 'frontend-server'; readonly name: string };

/** Decides from the `auth` of a handshake who connects. */
export abstract class FrontendAuthenticator {
  /** @throws Fault `not-authenticated` or `validation-failed` */
  abstract authenticate(auth: unknown): Promise<FrontendIdentity>;
}
