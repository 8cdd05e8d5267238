import { describe, expect, it } from 'vitest';
import { NO_OBJECT, NO_TEXT, UNSTORABLE_TEXT } from '../../test/support/bad-values.js';
import type { FrontendIdentity } from './frontend-authenticator.js';
import { OpenModeFrontendAuthenticator } from './open-mode.frontend-authenticator.js';

const authenticate = (auth: unknown): Promise<FrontendIdentity> =>
  new OpenModeFrontendAuthenticator().authenticate(auth);

describe('a browser', () => {
  it('is known by the visit that it names, and the page', async () => {
    expect(await authenticate({ visitId: 'v-1', pageId: 'p-1' })).toEqual({
      kind: 'browser',
      visitId: 'v-1',
      pageId: 'p-1',
      expiresAt: null,
    });
    expect(await authenticate({ visitId: 'v-1' })).toEqual({
      kind: 'browser',
      visitId: 'v-1',
      pageId: null,
      expiresAt: null,
    });
  });

  it('stays one when it sends a key too: it must not gain by that', async () => {
    expect(await authenticate({ visitId: 'v-1', key: 'any' })).toMatchObject({ kind: 'browser', visitId: 'v-1' });
  });
});

describe('a Frontend Server', () => {
  it('is known by any key', async () => {
    expect(await authenticate({ key: 'any' })).toEqual({ kind: 'frontend-server', name: null });
  });
});

describe('somebody', () => {
  it.each([...NO_OBJECT, undefined, {}])('who says %j is not known', async (auth) => {
    await expect(authenticate(auth)).rejects.toMatchObject({ code: 'not-authenticated' });
  });

  it.each([...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129)])('whose visit is %j is refused', async (visitId) => {
    await expect(authenticate({ visitId })).rejects.toMatchObject({
      code: 'validation-failed',
      facts: { errors: [{ pointer: '/visitId' }] },
    });
  });

  it.each([...NO_TEXT, '', 'x'.repeat(1025)])('whose key is %j is refused', async (key) => {
    await expect(authenticate({ key })).rejects.toMatchObject({
      code: 'validation-failed',
      facts: { errors: [{ pointer: '/key' }] },
    });
  });

  it('who names a page only is refused, and so is who says more than is known here', async () => {
    await expect(authenticate({ pageId: 'p-1' })).rejects.toMatchObject({
      facts: { errors: [{ pointer: '/visitId' }] },
    });
    await expect(authenticate({ visitId: 'v-1', token: 'ey' })).rejects.toMatchObject({
      facts: { errors: [{ pointer: '/token' }] },
    });
    await expect(authenticate(JSON.parse('{"__proto__":{"key":"any"}}'))).rejects.toMatchObject({
      code: 'validation-failed',
    });
  });
});
