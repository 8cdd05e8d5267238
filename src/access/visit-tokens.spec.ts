import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../engagement/index.js';
import { VisitTokens } from './visit-tokens.js';

const SECRET = 'k1Vf9wQz3sLx7bTn5cRj0hYp2mDg8aEu';
const NOW = Date.parse('2026-01-31T12:00:00Z');
const CLOCK: Clock = { now: () => NOW };
const SECONDS = NOW / 1000;

const SETTINGS = { visitTokenSecret: SECRET, visitTokenKeySet: null, visitTokenAudience: null };

type Key = Parameters<SignJWT['sign']>[0];
const SECRET_KEY: Key = new TextEncoder().encode(SECRET);

/** A token as anybody might make it: valid for five minutes, for the visit v-1, unless it is told otherwise. */
function aToken(claims: object = {}, { alg = 'HS256', key = SECRET_KEY, kid = 'k-1' } = {}): Promise<string> {
  return new SignJWT({ sub: 'v-1', exp: SECONDS + 300, ...claims }).setProtectedHeader({ alg, kid }).sign(key);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Serves the public key of a pair as a JWKS, for a test. */
async function keySetOf(
  alg: string,
  { fails = false } = {},
): Promise<{ url: string; privateKey: CryptoKey; publicKey: CryptoKey }> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), alg, kid: 'k-1', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.statusCode = fails ? 500 : 200;
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/jwks`, privateKey, publicKey };
}

describe('a token signed with the secret', () => {
  const tokens = new VisitTokens(SETTINGS, CLOCK);

  it('lets into the visit that it names, until it expires', async () => {
    expect(await tokens.verify(await aToken())).toEqual({ visitId: 'v-1', pageId: null, expiresAt: NOW + 303_000 });
    expect(await tokens.verify(await aToken({ pageId: 'p-1' }))).toMatchObject({ pageId: 'p-1' });
  });

  it('may come from a clock that is a little off', async () => {
    await expect(tokens.verify(await aToken({ exp: SECONDS - 2 }))).resolves.toBeDefined();
    await expect(tokens.verify(await aToken({ nbf: SECONDS + 2 }))).resolves.toBeDefined();
  });

  it('is refused once it has expired, and told so', async () => {
    await expect(tokens.verify(await aToken({ exp: SECONDS - 4 }))).rejects.toMatchObject({ code: 'token-expired' });
  });

  it.each<readonly [string, object]>([
    ['not valid yet', { nbf: SECONDS + 10 }],
    ['without an end', { exp: undefined }],
    ['without a visit', { sub: undefined }],
    ['with an empty visit', { sub: '' }],
    ['with a visit that is no text', { sub: 7 }],
    ['with a visit that is too long', { sub: 'x'.repeat(129) }],
    ['with a visit that no store takes', { sub: 'a\0b' }],
    ['with a page that is no text', { pageId: {} }],
    ['with an end that is no time', { exp: 'tomorrow' }],
    ['for some audience, when none is expected', { aud: 'somebody-else' }],
  ])('is refused when it is %s', async (_, claims) => {
    await expect(tokens.verify(await aToken(claims))).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it.each(['', 'a', 'a.b.c', '..', 'eyJhbGciOiJIUzI1NiJ9..', 'x'.repeat(9_000)])('is not "%s"', async (token) => {
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it('is refused when its text was changed', async () => {
    const [head = '', body = '', signature = ''] = (await aToken()).split('.');
    const other = Buffer.from(JSON.stringify({ sub: 'v-2', exp: SECONDS + 300 })).toString('base64url');

    for (const token of [`${head}.${other}.${signature}`, `${head}.${body}.`, `${head}.${body}.${signature.slice(1)}`])
      await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it('is refused when it is signed with another secret, with none, or in another way', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const forged = [
      await aToken({}, { key: bytesOf('another secret of more than 32 letters') }),
      await aToken({}, { alg: 'HS512', key: bytesOf(SECRET.repeat(2)) }),
      await aToken({}, { alg: 'ES256', key: privateKey }),
      new UnsecuredJWT({ sub: 'v-1', exp: SECONDS + 300 }).encode(),
    ];

    for (const token of forged) await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it('must be for the audience that is configured', async () => {
    const audience = new VisitTokens({ ...SETTINGS, visitTokenAudience: 'gateway' }, CLOCK);

    expect(await audience.verify(await aToken({ aud: 'gateway' }))).toMatchObject({ visitId: 'v-1' });
    expect(await audience.verify(await aToken({ aud: ['shop', 'gateway'] }))).toMatchObject({ visitId: 'v-1' });
    for (const claims of [{}, { aud: 'shop' }, { aud: [] }, { aud: 'Gateway' }])
      await expect(audience.verify(await aToken(claims))).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it('is never repeated in what is said of it', async () => {
    const token = await aToken({ nbf: SECONDS + 10 });

    await expect(tokens.verify(token)).rejects.not.toThrow(token.slice(0, 20));
  });
});

describe('a token signed with a key of the key set', () => {
  it.each(['RS256', 'ES256', 'EdDSA'])('by %s lets into the visit that it names', async (alg) => {
    const { url, privateKey } = await keySetOf(alg);
    const tokens = new VisitTokens({ ...SETTINGS, visitTokenSecret: null, visitTokenKeySet: url }, CLOCK);

    expect(await tokens.verify(await aToken({}, { alg, key: privateKey }))).toMatchObject({ visitId: 'v-1' });
  });

  it('is refused when the public key was used as if it were a secret', async () => {
    const { url, publicKey } = await keySetOf('RS256');
    const tokens = new VisitTokens({ ...SETTINGS, visitTokenSecret: null, visitTokenKeySet: url }, CLOCK);
    const key = bytesOf(await exportSPKI(publicKey));

    await expect(tokens.verify(await aToken({}, { key }))).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it('is refused when its key is not in the set, or its kind is not taken', async () => {
    const { url } = await keySetOf('RS256');
    const tokens = new VisitTokens({ ...SETTINGS, visitTokenSecret: null, visitTokenKeySet: url }, CLOCK);
    const other = await generateKeyPair('RS256');
    const stronger = await generateKeyPair('PS512');

    for (const token of [
      await aToken({}, { alg: 'RS256', key: other.privateKey }),
      await aToken({}, { alg: 'RS256', key: other.privateKey, kid: 'k-2' }),
      await aToken({}, { alg: 'PS512', key: stronger.privateKey }),
      await aToken(),
    ])
      await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it('cannot be judged while the keys cannot be had: that is not the browser’s fault', async () => {
    const { url, privateKey } = await keySetOf('ES256', { fails: true });
    const token = await aToken({}, { alg: 'ES256', key: privateKey });

    for (const visitTokenKeySet of [url, 'http://127.0.0.1:1/jwks']) {
      const tokens = new VisitTokens({ ...SETTINGS, visitTokenSecret: null, visitTokenKeySet }, CLOCK);
      await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'token-keys-unavailable' });
    }
  });
});

describe('a token that is made here', () => {
  it('verifies here', async () => {
    for (const visitTokenAudience of [null, 'gateway']) {
      const tokens = new VisitTokens({ ...SETTINGS, visitTokenAudience }, CLOCK);

      expect(await tokens.verify(await tokens.mint('v-1', 'p-1', NOW + 60_000))).toEqual({
        visitId: 'v-1',
        pageId: 'p-1',
        expiresAt: NOW + 63_000,
      });
    }
  });

  it('needs the secret', async () => {
    const tokens = new VisitTokens({ ...SETTINGS, visitTokenSecret: null }, CLOCK);

    await expect(tokens.mint('v-1', null, NOW)).rejects.toMatchObject({ code: 'not-found' });
  });
});
