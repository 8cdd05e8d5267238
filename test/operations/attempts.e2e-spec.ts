import request, { type Response } from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anIxnProfile, seconds, TestClock } from '../support/builders.js';
import { API_KEY, bearer, FRONTEND_KEY, OPERATOR_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { TestFrontend } from '../support/frontend.js';
import { TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const NOBODY = '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21';

let service: TestService;

beforeEach(async () => {
  service = await TestService.start();
});

afterEach(async () => {
  await service.stop();
});

async function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return request(service.url).get(`/operations/attempts${path}`).set(headers);
}

async function cancel(attemptId: string, body?: object): Promise<Response> {
  return request(service.url).post(`/operations/attempts/${attemptId}/cancel`).send(body);
}

async function engaged(overrides: Parameters<typeof anIxnProfile>[0] = {}): Promise<string> {
  service.clock.advance(seconds(1));
  return (await service.engage(anIxnProfile(overrides))).body.attemptId;
}

const idsIn = ({ body }: Response): readonly string[] =>
  body.attempts.map(({ attemptId }: { attemptId: string }) => attemptId);

describe('an operator who looks for attempts', () => {
  it('finds one by any id that belongs to it', async () => {
    const attemptId = await engaged({ interactionId: 'i-1', visitId: 'v-1' });
    await engaged();

    for (const id of [attemptId, 'i-1', 'v-1']) expect(idsIn(await get(`?id=${id}`))).toEqual([attemptId]);
    expect((await get('?id=nobody')).body).toEqual({ attempts: [], nextCursor: null, lookedBackTo: null });
  });

  it('finds an attempt before an interaction, and that before a visit, of the same id', async () => {
    const first = await engaged({ visitId: 'same' });
    const second = await engaged({ interactionId: 'same', visitId: 'v-2' });

    expect(idsIn(await get('?id=same'))).toEqual([second]);
    expect(idsIn(await get('?visitId=same'))).toEqual([first]);
    expect(idsIn(await get('?id=same&visitId=same'))).toEqual([first]);
    expect(idsIn(await get('?id=same&interactionId=other'))).toEqual([]);
  });

  it('finds them by state, channel, rule and time, all at once', async () => {
    const from = service.clock.now();
    const wanted = await engaged({ channel: 'callback', ruleName: 'cart', visitId: 'v-1' });
    const until = service.clock.now() + 1;
    await engaged({ channel: 'callback', ruleName: 'cart' });
    await engaged({ ruleName: 'cart' });
    await service.noengage({ visitId: 'v-1' });

    const span = `since=${new Date(from).toISOString()}&until=${new Date(until).toISOString()}`;

    expect(idsIn(await get(`?state=cancelled&channel=callback&ruleName=cart&${span}`))).toEqual([wanted]);
    expect(idsIn(await get(`?channel=callback`))).toHaveLength(2);
    expect(idsIn(await get(`?state=expired`))).toEqual([]);
  });

  it('turns pages to the end, and is told how far back they have looked', async () => {
    const all: string[] = [];
    for (let index = 0; index < 5; index++) all.unshift(await engaged());

    const first = await get('?limit=3');
    const second = await get(`?limit=3&cursor=${first.body.nextCursor}`);

    expect([...idsIn(first), ...idsIn(second)]).toEqual(all);
    expect(first.body.lookedBackTo).toBe(first.body.attempts[2].createdAt);
    expect(second.body).toMatchObject({ nextCursor: null, lookedBackTo: null });
  });

  it.each(['limit=0', 'state=gone', 'since=yesterday', 'cursor=x', 'payload=true', 'channel='])(
    'is told what is wrong with %s',
    async (query) => {
      const { status, body } = await get(`?${query}`);

      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'validation-failed', errors: [{ pointer: `/${query.split('=')[0]}` }] });
    },
  );
});

describe('an operator who looks at one attempt', () => {
  it('sees its history, and of what the strategy attached the shape alone', async () => {
    const attemptId = await engaged({
      data: { customer: { name: 'Ada' }, total: 129.9 },
      clientData: { theme: 'winter' },
      invitation: { title: 'Hello Ada' },
    });

    const { body, headers } = await get(`/${attemptId}`);

    expect(body).toMatchObject({
      attemptId,
      state: 'pending',
      transitions: [{ state: 'pending', by: 'strategy' }],
      payload: {
        isMasked: true,
        invitation: { title: '•••' },
        data: { customer: { name: '•••' }, total: '•••' },
        clientData: { theme: '•••' },
      },
      deliveries: [],
    });
    expect(JSON.stringify(body)).not.toMatch(/Ada|winter|129/);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('sees all of it when that is asked for', async () => {
    const attemptId = await engaged({ data: { customer: 'Ada' } });

    expect((await get(`/${attemptId}?payload=true`)).body.payload).toMatchObject({
      isMasked: false,
      data: { customer: 'Ada' },
      clientData: null,
    });
    expect((await get(`/${attemptId}?payload=yes`)).status).toBe(400);
  });

  it.each([NOBODY, 'no-id', '..%2Ffunnel'])('is told that there is none: %s', async (id) => {
    expect((await get(`/${id}`)).body).toMatchObject({ status: 404, code: 'attempt-not-found' });
    expect((await cancel(id)).body).toMatchObject({ status: 404, code: 'attempt-not-found' });
  });
});

describe('an operator who cancels an attempt', () => {
  it('closes its invitation, and is on record with the reason', async () => {
    const attemptId = await engaged({ visitId: 'v-1' });
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });
    await browser.invitations.next();

    const { status, body } = await cancel(attemptId, { reason: 'the campaign is over' });

    expect(status).toBe(200);
    expect(body).toMatchObject({ attemptId, state: 'cancelled', reason: 'the campaign is over' });
    expect(await browser.closings.next()).toMatchObject({ attemptId, state: 'cancelled' });
    expect((await get(`/${attemptId}`)).body.transitions.at(-1)).toMatchObject({ state: 'cancelled', by: 'operator' });
    browser.close();
  });

  it('may do so again, and may give no reason', async () => {
    const attemptId = await engaged();

    for (let again = 0; again < 2; again++)
      expect(await cancel(attemptId)).toMatchObject({ status: 200, body: { state: 'cancelled', reason: null } });
  });

  it('is told how it ended when it has ended already', async () => {
    const attemptId = await engaged({ visitId: 'v-1' });
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });
    await browser.report({ attemptId, disposition: 'accepted' });
    browser.close();

    expect((await cancel(attemptId)).body).toMatchObject({ status: 400, code: 'attempt-ended', state: 'accepted' });
  });

  it.each([{ reason: '' }, { reason: 7 }, { why: 'x' }])('is told what is wrong with %j', async (body) => {
    expect((await cancel(await engaged(), body)).body).toMatchObject({ status: 400, code: 'validation-failed' });
  });
});

describe('an attempt whose outcome is told', () => {
  it('has its deliveries on its record', async () => {
    const receiver = await WebhookReceiver.start();
    const telling = await TestService.start(receiver.settings(), new TestClock(Date.now()));
    const { body } = await telling.engage(anIxnProfile());
    await request(telling.url).post(`/operations/attempts/${body.attemptId}/cancel`);

    const deliveries = async (): Promise<unknown> =>
      (await request(telling.url).get(`/operations/attempts/${body.attemptId}`)).body.deliveries;

    await expect
      .poll(deliveries, { timeout: 5_000 })
      .toMatchObject([{ endpoint: 'default', type: 'engagement.cancelled', state: 'delivered', tries: 1 }]);
    expect(receiver.received).toMatchObject([{ message: { data: { by: 'operator' } } }]);
    await telling.stop();
    await receiver.stop();
  });
});

describe('with operator keys', () => {
  it('everybody else is turned away, from what is there and from what is not', async () => {
    const guarded = await TestService.start(WITH_CREDENTIALS);
    const { body } = await guarded.engage(anIxnProfile(), bearer(API_KEY));
    const call = async (method: 'get' | 'post', path: string, key: string): Promise<Response> =>
      request(guarded.url)[method](`/operations/${path}`).set(bearer(key));

    for (const key of [API_KEY, FRONTEND_KEY, 'no-such-key-at-all'])
      for (const [method, path] of [
        ['get', 'attempts'],
        ['get', `attempts/${body.attemptId}`],
        ['get', `attempts/${NOBODY}`],
        ['post', `attempts/${body.attemptId}/cancel`],
        ['get', 'nodes'],
      ] as const)
        expect((await call(method, path, key)).status).toBe(401);
    expect((await call('post', `attempts/${body.attemptId}/cancel`, OPERATOR_KEY)).status).toBe(200);
    expect((await call('get', `attempts/${body.attemptId}`, OPERATOR_KEY)).body.transitions.at(-1)).toMatchObject({
      by: 'operator',
      actor: 'night-shift',
    });
    await guarded.stop();
  });
});

describe('an operator who asks for nodes', () => {
  it('is told who is connected here, and that no others are heard', async () => {
    const browsers = await Promise.all(
      ['v-1', 'v-1', 'v-2'].map((visitId) => TestFrontend.connect(service, { visitId })),
    );

    const { body } = await request(service.url).get('/operations/nodes');

    expect(body).toMatchObject({
      reach: 'alone',
      nodes: [{ isThis: true, isSilent: false, roles: ['backend', 'frontend'], visits: 2, browsers: 3 }],
    });
    for (const browser of browsers) browser.close();
  });
});
