import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Configuration } from '../config/index.js';
import { Fault } from '../faults/index.js';
import { AuthenticationFailures } from './authentication-failures.js';
import { CallerAddress } from './caller-address.js';
import { Keyring } from './keyring.js';
import { type Caller, CallerAuthenticator, type CallerKind } from './caller-authenticator.js';
import { requestIdOf } from './request-id.js';

/** Knows callers by their API key, by their certificate, or by both, as they are configured. */
@Injectable()
export class CredentialCallerAuthenticator extends CallerAuthenticator {
  private readonly asksForCertificate: boolean;
  private readonly asksForKey: boolean;
  private readonly hasOperators: boolean;
  private readonly rates: ReadonlyMap<string, RateLimiterMemory>;

  constructor(
    @Inject(Configuration)
    configuration: Pick<Configuration, 'apiKeys' | 'apiKeyRates' | 'httpsClientCaFile' | 'operatorKeys'>,
    private readonly keyring: Keyring,
    private readonly address: CallerAddress,
    private readonly failures: AuthenticationFailures,
  ) {
    super();
    this.asksForCertificate = configuration.httpsClientCaFile !== null;
    this.asksForKey = configuration.apiKeys.length > 0;
    this.hasOperators = configuration.operatorKeys.length > 0;
    this.rates = new Map(
      [...configuration.apiKeyRates].map(([name, points]) => [name, new RateLimiterMemory({ points, duration: 1 })]),
    );
  }

  override async authenticate(request: IncomingMessage, kind: CallerKind): Promise<Caller> {
    const key = bearerOf(request.headers.authorization);
    if (kind === 'operator') return this.operator(request, key);
    const site = kind === 'site' && key !== undefined ? this.keyring.frontendServer(key) : undefined;
    if (site !== undefined) return { name: site };
    return this.strategy(request, key);
  }

  private async operator(request: IncomingMessage, key: string | undefined): Promise<Caller> {
    if (!this.hasOperators) return this.refuse(request, 'operations', 'Nobody has an operator key: set OPERATOR_KEYS.');
    if (key === undefined)
      return this.refuse(request, 'operations', 'Send an operator key: Authorization: Bearer <key>.');
    const name = this.keyring.operator(key);
    return name === undefined ? this.refuse(request, 'operations', 'The operator key is not known.') : { name };
  }

  private async strategy(request: IncomingMessage, key: string | undefined): Promise<Caller> {
    const holder = certificateOf(request);
    if (this.asksForCertificate && holder === undefined)
      return this.refuse(request, 'gateway', 'Call over HTTPS with a certificate of the strategies’ authority.');
    if (!this.asksForKey) return { name: holder ?? null };
    if (key === undefined) return this.refuse(request, 'gateway', 'Send an API key: Authorization: Bearer <key>.');
    const name = this.keyring.strategy(key);
    if (name === undefined) return this.refuse(request, 'gateway', 'The API key is not known.');
    await this.throttle(name);
    return { name };
  }

  /** A key is throttled only where it has a rate of its own. */
  private async throttle(name: string): Promise<void> {
    try {
      await this.rates.get(name)?.consume(name);
    } catch (over) {
      if (!(over instanceof RateLimiterRes)) throw over;
      throw new Fault('too-many-requests', `The key "${name}" may not make more calls within this second.`, {
        retryAfterSeconds: 1,
      });
    }
  }

  private async refuse(request: IncomingMessage, side: 'gateway' | 'operations', detail: string): Promise<never> {
    const address = this.address.of(request);
    const refusal = await this.failures.refusalOf(address);
    if (refusal !== undefined) throw refusal;
    await this.failures.count(address, { requestId: requestIdOf(request), side, why: detail });
    throw new Fault('not-authenticated', detail);
  }
}

/** The key of `Authorization: Bearer <key>` (RFC 6750). */
function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/=-]{1,1024})$/i.exec(authorization ?? '')?.[1];
}

/** The name in the caller's certificate, where it showed one that its authority vouches for. */
function certificateOf({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subject, subjectaltname, fingerprint256 } = socket.getPeerCertificate();
  const names = [subject?.CN].flat();
  return names[0] ?? subjectaltname ?? fingerprint256;
}
