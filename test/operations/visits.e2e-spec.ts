import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { bearer, API_KEY, OPERATOR_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { TestFrontend } from '../support/frontend.js';
import { TestService } from '../support/service.js';

let service: TestService;

beforeEach(async () => {
  service = await TestService.start();
});

afterEach(async () => {
  await service.stop();
});

const VISIT = 'a/b ../c?d&e=ü 😀';

const about = (visitId: string): string => `/operations/visits?visitId=${encodeURIComponent(visitId)}`;

/** A visit that has declined one invitation, and is shown another. @returns the browser, and both attempts */
async function aVisit(): Promise<{ browser: TestFrontend; attemptIds: readonly string[] }> {
  const browser = await TestFrontend.connect(service, { visitId: VISIT });
  const declined = await service.engage(anIxnProfile({ visitId: VISIT, data: { card: '4111' } }));
  for (const disposition of ['shown', 'declined'] as const)
    await browser.report({ attemptId: declined.body.attemptId, disposition });
  const active = await service.engage(anIxnProfile({ visitId: VISIT }));
  await browser.report({ attemptId: active.body.attemptId, disposition: 'shown' });
  return { browser, attemptIds: [declined.body.attemptId, active.body.attemptId] };
}

describe('an operator who is asked what is kept about a visitor', () => {
  it('gets everything of the visit, and nothing of others', async () => {
    const { browser, attemptIds } = await aVisit();
    await service.engage(anIxnProfile({ visitId: 'another' }));

    const { status, body, headers } = await request(service.url).get(about(VISIT));

    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': expect.any(String) });
    expect(body).toMatchObject({
      visitId: VISIT,
      exportedAt: '2026-01-31T12:00:00.000Z',
      attempts: [
        { attemptId: attemptIds[0], state: 'declined', data: { card: '4111' }, deliveries: [] },
        { attemptId: attemptIds[1], state: 'shown', dontAskAgain: false },
      ],
    });
    expect(body.attempts).toHaveLength(2);
    browser.close();
  });

  it('gets it also where it is much', async () => {
    for (let count = 0; count < 250; count++) {
      await service.engage(anIxnProfile({ visitId: 'v-1' }));
      await service.noengage({ visitId: 'v-1' });
    }

    const { body } = await request(service.url).get(about('v-1'));

    expect(new Set(body.attempts.map(({ attemptId }: { attemptId: string }) => attemptId)).size).toBe(250);
  });

  it('is told that nothing is kept where nothing is', async () => {
    expect((await request(service.url).get(about('nobody'))).body).toMatchObject({ visitId: 'nobody', attempts: [] });
  });

  it.each(['/operations/visits', '/operations/visits?visitId=', '/operations/visits?visitId=a&visitId=b'])(
    'is told what is missing: %s',
    async (path) => {
      for (const reply of [await request(service.url).get(path), await request(service.url).delete(path)])
        expect(reply.body).toMatchObject({ code: 'validation-failed', errors: [{ pointer: '/visitId' }] });
    },
  );
});

describe('an operator who erases a visit', () => {
  it('has its pages close what they show, and leaves nothing but that it happened', async () => {
    const { browser, attemptIds } = await aVisit();

    const { status, body } = await request(service.url).delete(about(VISIT));

    expect(status).toBe(200);
    expect(body).toMatchObject({ attempts: 2, actor: null, completedAt: '2026-01-31T12:00:00.000Z' });
    expect(await browser.closings.next()).toMatchObject({ attemptId: attemptIds[1] });
    for (const attemptId of attemptIds) expect((await service.get(`attempts/${attemptId}`)).status).toBe(404);
    expect((await request(service.url).get(about(VISIT))).body.attempts).toEqual([]);
    const { body: list } = await request(service.url).get('/operations/erasures');
    expect(list).toEqual({ erasures: [body], nextCursor: null });
    expect(JSON.stringify(list)).not.toContain('4111');
    browser.close();
  });

  it('finds what it ended, and what had just ended, in the counts all the same', async () => {
    const { browser } = await aVisit();
    await request(service.url).delete(about(VISIT));

    const { body } = await request(service.url).get('/operations/funnel?window=hour');
    expect(body.total).toMatchObject({ started: 2, active: 0, shown: 2, declined: 1, cancelled: 1 });
    browser.close();
  });

  it('may do so again, and is told that there was nothing', async () => {
    await aVisit();
    await request(service.url).delete(about(VISIT));

    expect((await request(service.url).delete(about(VISIT))).body).toMatchObject({ attempts: 0 });
    const { body } = await request(service.url).get('/operations/erasures?limit=1');
    expect(body.erasures).toMatchObject([{ attempts: 0 }]);
    const next = await request(service.url).get(`/operations/erasures?cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({ erasures: [{ attempts: 2 }], nextCursor: null });
  });

  it('is on record by the name of the key; nobody else may', async () => {
    await service.stop();
    service = await TestService.start(WITH_CREDENTIALS);
    for (const headers of [{}, bearer(API_KEY)]) {
      expect((await request(service.url).delete(about(VISIT)).set(headers)).status).toBe(401);
      expect((await request(service.url).get(about(VISIT)).set(headers)).status).toBe(401);
    }

    const { body } = await request(service.url).delete(about(VISIT)).set(bearer(OPERATOR_KEY));

    expect(body).toMatchObject({ actor: 'night-shift', attempts: 0 });
  });
});
