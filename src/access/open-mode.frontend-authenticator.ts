import { Fault } from '../faults/index.js';
import { Identifier, isJsonObject, Optional, OptionalBeside, readFields, Text } from '../fields/index.js';
import { type BrowserIdentity, FrontendAuthenticator, type FrontendIdentity } from './frontend-authenticator.js';

/** What open mode takes at its word: a browser's visit and page, or a Frontend Server's key, whatever it is. */
class OpenModeAuth {
  @OptionalBeside('key')
  @Identifier()
  visitId?: string;

  @Optional()
  @Identifier()
  pageId?: string;

  @Optional()
  @Text(1024)
  key?: string;
}

/** Knows frontends by what they say, as long as no credential is configured and the service is on loopback. */
export class OpenModeFrontendAuthenticator extends FrontendAuthenticator {
  override async authenticate(auth: unknown): Promise<FrontendIdentity> {
    if (!isJsonObject(auth) || Object.keys(auth).length === 0)
      throw new Fault(
        'not-authenticated',
        'Connect with auth: {visitId, pageId} as a browser, or {key} as a Frontend Server.',
      );
    const { visitId, pageId = null } = readFields(OpenModeAuth, auth);
    if (visitId === undefined) return { kind: 'frontend-server', name: null };
    return { kind: 'browser', visitId, pageId, expiresAt: null };
  }

  override async renew(): Promise<BrowserIdentity> {
    throw new Fault('not-authenticated', 'In open mode there are no visit tokens.');
  }
}
