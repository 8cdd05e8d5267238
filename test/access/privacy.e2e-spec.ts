import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TestFrontend } from '../support/frontend.js';
import { API_KEY, aVisitToken, bearer, FRONTEND_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { aTestDirectory } from '../support/directory.js';
import { ServiceProcess } from '../support/process.js';

/** What is nobody's business but the strategy's and the visitor's. Each text is found again wherever it turns up. */
const PRIVATE = {
  title: 'title-of-the-invitation-4711',
  message: 'message-of-the-invitation-4711',
  data: 'attached-data-4711',
  clientData: 'client-data-4711',
  reason: 'reason-of-the-visitor-4711',
  wrongKey: 'wrong-key-that-somebody-tried-4711',
  badBody: 'body-that-is-not-json-4711',
  badField: 'value-of-a-wrong-field-4711',
} as const;

describe('what the service writes', () => {
  it('holds no text of an invitation, no data, no token and no key, whatever happens', async () => {
    const service = await ServiceProcess.start({
      ...WITH_CREDENTIALS,
      LOG_LEVEL: 'debug',
      DATABASE_URL: `sqlite:${join(aTestDirectory(), 'privacy-test.db')}`,
    });
    const token = await aVisitToken(Date.now());
    const post = async (verb: string, body: string, headers = bearer(API_KEY)): Promise<number> => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
      return (await fetch(`${service.url}/backend/data/gateway/${verb}`, init)).status;
    };
    const ixnProfile = {
      interactionId: 'i-1',
      visitId: 'v-1',
      invitation: { title: PRIVATE.title, message: PRIVATE.message },
      data: { secret: PRIVATE.data },
      clientData: { secret: PRIVATE.clientData },
    };

    const browser = await TestFrontend.connect(service, { token });
    const statuses = [
      await post('engage', JSON.stringify({ ixnProfile })),
      await post('engage', JSON.stringify({ ixnProfile }), bearer(PRIVATE.wrongKey)),
      await post('engage', `{${PRIVATE.badBody}`),
      await post('engage', JSON.stringify({ ixnProfile: { ...ixnProfile, timeToLive: PRIVATE.badField } })),
      await post('noengage', JSON.stringify({ cancelData: { visitId: 'v-2', reason: PRIVATE.reason } })),
      await post('visit-tokens', JSON.stringify({ visitId: 'v-1' })),
    ];
    const { attemptId } = await browser.invitations.next();
    await browser.report({ attemptId, disposition: 'declined', detail: PRIVATE.reason });
    await browser.send('disposition', { attemptId, disposition: PRIVATE.badField });
    await browser.renew(token.slice(0, -4));
    browser.close();
    await expect(TestFrontend.connect(service, { token: `${token}x` })).rejects.toThrow();
    await expect(TestFrontend.connect(service, { key: PRIVATE.wrongKey })).rejects.toThrow();
    await service.signal('SIGTERM');

    expect(statuses).toEqual([200, 401, 400, 400, 200, 200]);
    const secrets = [...Object.values(PRIVATE), API_KEY, FRONTEND_KEY, WITH_CREDENTIALS.VISIT_TOKEN_SECRET, token];
    expect(secrets.filter((secret) => service.output.includes(secret.slice(0, 60)))).toEqual([]);
    // It does write: who was refused, and why.
    expect(service.output).toContain('"event":"authentication.failed"');
  });
});
