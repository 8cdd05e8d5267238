import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, SignJWT } from 'jose';
import type { Configuration } from '../config/index.js';
import type { Clock, Moment } from '../engagement/index.js';
import { Fault } from '../faults/index.js';
import { Identifier, Optional, readFields } from '../fields/index.js';

/** What a visit token says. */
export interface VisitGrant {
  readonly visitId: string;
  /** The only page that the token is for; `null`: the page says which it is. */
  readonly pageId: string | null;
  /** Until when the token is taken. */
  readonly expiresAt: Moment;
}

type Settings = Pick<Configuration, 'visitTokenSecret' | 'visitTokenKeySet' | 'visitTokenAudience'>;

/** By how much the clock of whoever made a token may be off, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 3;

/** Longer than any token of this kind needs to be. */
export const MOST_TOKEN_LENGTH = 8_192;

/** How long the address of the keys has to answer, and how long its last answer is good for, in milliseconds. */
const KEY_SET_TIMEOUT_MS = 5_000;
const KEY_SET_MAX_AGE_MS = 600_000;

/** The claims that count, once the signature holds. */
class VisitClaims {
  @Identifier()
  sub!: string;

  @Optional()
  @Identifier()
  pageId?: string;
}

/**
 * Verifies visit tokens (JWT, RFC 7519), and makes them where it has the secret. One kind of signature is taken: HS256 by
 * the secret, or RS256, ES256 and EdDSA by the key set, so that no key of one kind is ever used for the other.
 */
export class VisitTokens {
  private readonly secret: Uint8Array | null;
  private readonly keySet: JWTVerifyGetKey | null;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    const { visitTokenSecret, visitTokenKeySet } = settings;
    this.secret = visitTokenSecret === null ? null : new TextEncoder().encode(visitTokenSecret);
    this.keySet =
      visitTokenKeySet === null
        ? null
        : createRemoteJWKSet(new URL(visitTokenKeySet), {
            timeoutDuration: KEY_SET_TIMEOUT_MS,
            cacheMaxAge: KEY_SET_MAX_AGE_MS,
          });
  }

  /** @throws Fault `token-expired`, `not-authenticated`, or `token-keys-unavailable` when the keys cannot be had */
  async verify(token: string): Promise<VisitGrant> {
    const payload = await this.payloadOf(token);
    if (payload.aud !== undefined && this.settings.visitTokenAudience === null)
      throw refused(
        'The visit token is for an audience, and VISIT_TOKEN_AUDIENCE does not say that it is this service.',
      );
    const { sub, pageId } = payload;
    try {
      const claims = readFields(VisitClaims, { sub, ...(pageId !== undefined && { pageId }) });
      return {
        visitId: claims.sub,
        pageId: claims.pageId ?? null,
        expiresAt: (Number(payload.exp) + CLOCK_TOLERANCE_SECONDS) * 1000,
      };
    } catch {
      throw refused('The visit token names no visit: its sub must be the visit id, and a pageId a page id.');
    }
  }

  /** @throws Fault `not-found` without a secret */
  async mint(visitId: string, pageId: string | null, expiresAt: Moment): Promise<string> {
    if (this.secret === null)
      throw new Fault('not-found', 'Visit tokens are made elsewhere: this service has no secret to sign them with.');
    const { visitTokenAudience } = this.settings;
    const token = new SignJWT(pageId === null ? {} : { pageId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(visitId)
      .setIssuedAt(new Date(this.clock.now()))
      .setExpirationTime(new Date(expiresAt));
    return (visitTokenAudience === null ? token : token.setAudience(visitTokenAudience)).sign(this.secret);
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    if (token.length > MOST_TOKEN_LENGTH) throw refused('The visit token is too long.');
    const { visitTokenAudience } = this.settings;
    const rules = {
      ...(visitTokenAudience !== null && { audience: visitTokenAudience }),
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(this.clock.now()),
    };
    try {
      if (this.secret !== null)
        return (await jwtVerify(token, this.secret, { ...rules, algorithms: ['HS256'] })).payload;
      if (this.keySet !== null)
        return (await jwtVerify(token, this.keySet, { ...rules, algorithms: ['RS256', 'ES256', 'EdDSA'] })).payload;
    } catch (error) {
      throw faultOf(error);
    }
    throw refused('This service takes no visit tokens.');
  }
}

/** What the library says when the key set does not come, or is none. */
const KEY_SET_TROUBLE: ReadonlySet<string> = new Set([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]);

/** What is wrong with a token, without repeating any of it. */
function faultOf(error: unknown): Fault {
  if (error instanceof errors.JWTExpired)
    return new Fault('token-expired', 'The visit token has expired: connect again with a fresh one.');
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(`The visit token’s claim ${error.claim} does not hold.`);
  if (!(error instanceof errors.JOSEError) || KEY_SET_TROUBLE.has(error.code))
    return new Fault('token-keys-unavailable', 'The keys of visit tokens cannot be had now. Try again shortly.');
  return refused('The visit token does not verify.');
}

function refused(detail: string): Fault {
  return new Fault('not-authenticated', detail);
}
