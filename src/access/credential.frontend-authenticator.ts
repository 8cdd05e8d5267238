import { Injectable } from '@nestjs/common';
import { Fault } from '../faults/index.js';
import { Identifier, isJsonObject, Optional, OptionalBeside, readFields, Text } from '../fields/index.js';
import { AuthenticationFailures } from './authentication-failures.js';
import { type BrowserIdentity, FrontendAuthenticator, type FrontendIdentity } from './frontend-authenticator.js';
import { Keyring } from './keyring.js';
import { MOST_TOKEN_LENGTH, VisitTokens } from './visit-tokens.js';

/** What a frontend shows. A visit id beside a token is a page's way to say what it expects: the token decides. */
class CredentialAuth {
  @OptionalBeside('key')
  @Text(MOST_TOKEN_LENGTH)
  token?: string;

  @Optional()
  @Identifier()
  visitId?: string;

  @Optional()
  @Identifier()
  pageId?: string;

  @Optional()
  @Text(MOST_TOKEN_LENGTH)
  key?: string;
}

/** Knows browsers by their visit token, and Frontend Servers by their key. */
@Injectable()
export class CredentialFrontendAuthenticator extends FrontendAuthenticator {
  constructor(
    private readonly keyring: Keyring,
    private readonly tokens: VisitTokens,
    private readonly failures: AuthenticationFailures,
  ) {
    super();
  }

  override authenticate(auth: unknown, address: string): Promise<FrontendIdentity> {
    return this.counted(address, () => this.identityOf(auth));
  }

  override renew(identity: FrontendIdentity, token: string, address: string): Promise<BrowserIdentity> {
    return this.counted(address, async () => {
      const fresh = await this.browserOf(token, undefined);
      if (identity.kind === 'browser' && identity.visitId === fresh.visitId) return fresh;
      throw new Fault('forbidden-visit', 'The visit token is for another visit.');
    });
  }

  private async identityOf(auth: unknown): Promise<FrontendIdentity> {
    if (!isJsonObject(auth) || (auth['token'] === undefined && auth['key'] === undefined))
      throw new Fault('not-authenticated', 'Connect with auth: {token} as a browser, or {key} as a Frontend Server.');
    const { token, visitId, pageId, key } = readFields(CredentialAuth, auth);
    if (token !== undefined) {
      const identity = await this.browserOf(token, pageId);
      if (visitId === undefined || visitId === identity.visitId) return identity;
      throw new Fault('forbidden-visit', 'The visit token is for another visit.');
    }
    const name = key === undefined ? undefined : this.keyring.frontendServer(key);
    if (name === undefined) throw new Fault('not-authenticated', 'The key is not known.');
    return { kind: 'frontend-server', name };
  }

  /** @param pageId the page that the browser says it shows, where its token leaves that open */
  private async browserOf(token: string, pageId: string | undefined): Promise<BrowserIdentity> {
    const grant = await this.tokens.verify(token);
    return { kind: 'browser', ...grant, pageId: grant.pageId ?? pageId ?? null };
  }

  /** Turns away who has shown too many wrong credentials before looking at another, and counts this one if it is. */
  private async counted<T>(address: string, identify: () => Promise<T>): Promise<T> {
    const refusal = await this.failures.refusalOf(address);
    if (refusal !== undefined) throw refusal;
    try {
      return await identify();
    } catch (error) {
      if (error instanceof Fault && error.code === 'not-authenticated')
        await this.failures.count(address, { requestId: null, side: 'frontend', why: error.message });
      throw error;
    }
  }
}
