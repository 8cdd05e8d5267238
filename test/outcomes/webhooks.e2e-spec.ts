import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { anIxnProfile, seconds, TestClock } from '../support/builders.js';
import { aTestDirectory } from '../support/directory.js';
import { TestFrontend } from '../support/frontend.js';
import { TestService } from '../support/service.js';
import { WEBHOOK_SECRET, WebhookReceiver } from '../support/webhook-receiver.js';

const OTHER_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let receiver: WebhookReceiver;
let service: TestService;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});

afterEach(async () => {
  await service.stop();
  await receiver.stop();
});

/** A service whose time is now, so that signatures are as old as they look. */
async function aServiceThatTells(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  service = await TestService.start({ ...receiver.settings(), ...settings }, new TestClock(Date.now()));
}

type Answer = 'accepted' | 'declined' | 'failed';

/** An attempt that is shown, and ends as the visitor wants it. @returns its id */
async function anAttemptThatIs(answer: Answer, visitId = `visit-${Math.random()}`): Promise<string> {
  const { body } = await service.engage(anIxnProfile({ visitId, data: { cartTotal: 129.9 } }));
  const browser = await TestFrontend.connect(service, { visitId });
  for (const disposition of ['delivered', 'shown', answer] as const)
    await browser.report({ attemptId: body.attemptId, disposition });
  browser.close();
  return body.attemptId;
}

async function operations(method: 'get' | 'post', path: string): Promise<request.Response> {
  const caller = request(service.url);
  return method === 'get' ? caller.get(`/operations/${path}`) : caller.post(`/operations/${path}`);
}

const WITHIN = { timeout: 30_000, interval: 20 };

const inSeconds = (count: number): string => new Date(service.clock.now() + seconds(count)).toISOString();

/** Waits until it is on record that a try to tell of an attempt has failed, and that the next is due after this pause. */
async function untilPutOff(attemptId: string, tries: number, pauseSeconds: number): Promise<void> {
  await expect
    .poll(async () => (await operations('get', `deliveries?attemptId=${attemptId}`)).body.deliveries.at(-1), WITHIN)
    .toMatchObject({ tries, error: expect.any(String), dueAt: inSeconds(pauseSeconds) });
}

/** Lets so many seconds pass, as often as it takes until what has come meets the condition. */
async function untilInTime(holds: () => boolean, stepSeconds: number, steps = 100): Promise<void> {
  for (let step = 0; step < steps && !holds(); step++) {
    service.clock.advance(seconds(stepSeconds));
    await delay(120);
  }
  expect(holds()).toBe(true);
}

describe('an endpoint', () => {
  it('is told what is shown and how it ends, in order, signed', async () => {
    await aServiceThatTells();

    const attemptId = await anAttemptThatIs('accepted', 'v-1');

    await receiver.until(({ taken }) => taken.length === 2);
    const [shown, accepted] = receiver.received;
    expect(shown).toMatchObject({ type: 'engagement.shown', attemptId, sequence: 2, id: `${attemptId}-2` });
    expect(accepted).toMatchObject({
      id: `${attemptId}-3`,
      path: '/outcomes',
      message: {
        type: 'engagement.accepted',
        data: { attemptId, visitId: 'v-1', state: 'accepted', by: 'visitor', data: { cartTotal: 129.9 } },
      },
      headers: { 'content-type': 'application/json' },
    });
    expect(accepted?.message.timestamp).toBe(accepted?.message.data['occurredAt']);
  });

  it('is told of every way in which an attempt ends', async () => {
    await aServiceThatTells();
    const endings: Record<string, string> = {
      [await anAttemptThatIs('accepted')]: 'accepted',
      [await anAttemptThatIs('declined')]: 'declined',
      [await anAttemptThatIs('failed')]: 'failed',
    };
    const { body: cancelled } = await service.engage(anIxnProfile({ visitId: 'v-c' }));
    await service.noengage({ visitId: 'v-c', reason: 'no agent' });
    endings[cancelled.attemptId] = 'cancelled';
    const { body: expired } = await service.engage(anIxnProfile({ timeToLive: 1 }));
    endings[expired.attemptId] = 'expired';
    const { body: ignored } = await service.engage(anIxnProfile({ visitId: 'v-i', invitation: { displaySeconds: 1 } }));
    endings[ignored.attemptId] = 'ignored';
    const browser = await TestFrontend.connect(service, { visitId: 'v-i' });
    await browser.report({ attemptId: ignored.attemptId, disposition: 'shown' });
    browser.close();
    service.clock.advance(seconds(10));

    await receiver.until(
      ({ taken }) => new Set(taken.map(({ attemptId }) => attemptId)).size === 6 && taken.length === 10,
    );

    for (const [attemptId, state] of Object.entries(endings))
      expect(receiver.storyOf(attemptId).at(-1)).toMatch(new RegExp(`^\\d ${state}$`));
  });

  it('is reached at an address that holds the ids of the attempt', async () => {
    await aServiceThatTells({
      OUTCOME_WEBHOOK_URL: `${receiver.url}/sessions/{interactionId}/events?visit={visitId}&attempt={attemptId}&state={state}`,
      OUTCOME_WEBHOOK_TYPES: 'engagement.cancelled',
    });
    const { body } = await service.engage(anIxnProfile({ interactionId: 'a/b?c=ü', visitId: 'v&1' }));
    await service.noengage({ interactionId: 'a/b?c=ü' });

    await receiver.until(({ taken }) => taken.length === 1);

    expect(receiver.taken[0]?.path).toBe(
      `/sessions/a%2Fb%3Fc%3D%C3%BC/events?visit=v%261&attempt=${body.attemptId}&state=cancelled`,
    );
  });

  it('is not called where an id would lead elsewhere, and that is on record', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_URL: `${receiver.url}/sessions/{interactionId}/events` });
    await service.engage(anIxnProfile({ interactionId: '..', visitId: 'v-1' }));
    await service.noengage({ visitId: 'v-1' });
    await service.engage(anIxnProfile({ interactionId: 'decent', visitId: 'v-2' }));
    await service.noengage({ visitId: 'v-2' });

    await receiver.until(({ taken }) => taken.length === 1);

    expect(receiver.taken[0]?.path).toBe('/sessions/decent/events');
    const { body } = await operations('get', 'deliveries?state=failed');
    expect(body.deliveries).toMatchObject([
      { state: 'failed', tries: 1, error: 'the address of the endpoint cannot hold the ids of the attempt' },
    ]);
  });

  it('is told of the types only that it wants; several endpoints have each its own', async () => {
    const other = await WebhookReceiver.start({ secret: OTHER_SECRET });
    onTestFinished(() => other.stop());
    const file = join(aTestDirectory(), 'endpoints.json');
    await writeFile(
      file,
      JSON.stringify([
        { name: 'reports', url: `${other.url}/reports`, secrets: [OTHER_SECRET], types: ['engagement.declined'] },
      ]),
    );
    await aServiceThatTells({ OUTCOME_WEBHOOKS_FILE: file, OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });

    const accepted = await anAttemptThatIs('accepted');
    const declined = await anAttemptThatIs('declined');

    await receiver.until(({ taken }) => taken.length === 1);
    await other.until(({ taken }) => taken.length === 1);
    expect(receiver.storyOf(accepted)).toEqual(['3 accepted']);
    expect(other.storyOf(declined)).toEqual(['3 declined']);
  });

  it('verifies with the old secret as well as the new one while both sign', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_SECRET: `${OTHER_SECRET},${WEBHOOK_SECRET}` });

    await anAttemptThatIs('accepted');

    await receiver.until(({ taken }) => taken.length === 2);
    expect(receiver.taken[0]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  });
});

describe('an endpoint that does not take what it is told', () => {
  it('is told again after 1, 5 and 30 seconds, under the same id, and of the rest after it', async () => {
    await aServiceThatTells();
    receiver.answer = (_, count) => (count < 3 ? 500 : 204);

    const attemptId = await anAttemptThatIs('accepted');
    await receiver.until(({ received }) => received.length === 1);
    for (const [index, pause] of [1, 5, 30].entries()) {
      await untilPutOff(attemptId, index + 1, pause);
      service.clock.advance(seconds(pause) - 100);
      await delay(1_200);
      expect(receiver.received).toHaveLength(index + 1);
      service.clock.advance(100);
      await receiver.until(({ received }) => received.length > index + 1);
    }

    await receiver.until(({ taken }) => taken.length === 2);
    expect(receiver.received.map(({ id }) => id)).toEqual([
      ...Array.from({ length: 4 }, () => `${attemptId}-2`),
      `${attemptId}-3`,
    ]);
  }, 20_000);

  it('is told again when it hangs, breaks off or redirects', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TIMEOUT_SECONDS: '1', OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });
    const answers = ['hang', 'break-off', { status: 301, headers: { location: `${receiver.url}/elsewhere` } }] as const;
    receiver.answer = (_, count) => answers[count] ?? 204;

    const attemptId = await anAttemptThatIs('accepted');
    for (const [index, pause] of [1, 5, 30].entries()) {
      await untilPutOff(attemptId, index + 1, pause);
      service.clock.advance(seconds(pause));
    }
    await receiver.until(({ taken }) => taken.length === 1);

    expect(receiver.received.map(({ path }) => path)).toEqual(Array.from({ length: 4 }, () => '/outcomes'));
    expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set([`${attemptId}-3`]));
    await expect
      .poll(async () => (await operations('get', `deliveries?attemptId=${attemptId}`)).body.deliveries, WITHIN)
      .toMatchObject([{ endpoint: 'default', state: 'delivered', tries: 4, answer: 204, error: null }]);
  }, 20_000);

  it('is told again when its reply was lost: it knows what it has by the id', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });
    // It has taken it, and the connection ends before the reply.
    receiver.answer = (_, count) => (count === 0 ? 'break-off' : 204);

    await anAttemptThatIs('accepted');
    await receiver.until(({ received }) => received.length === 1);
    await untilInTime(() => receiver.received.length === 2, 1);

    const [first, second] = receiver.received;
    expect(second?.id).toBe(first?.id);
    expect(second?.message).toEqual(first?.message);
  });

  it('takes the status of a reply that is too long to read', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });
    receiver.answer = () => ({ status: 200, body: Buffer.alloc(10_485_760, 'x') });

    const attemptId = await anAttemptThatIs('accepted');
    await receiver.until(({ taken }) => taken.length === 1);

    await untilInTime(() => true, 0);
    await expect
      .poll(async () => (await operations('get', `deliveries?attemptId=${attemptId}`)).body.deliveries, {
        timeout: 5_000,
      })
      .toMatchObject([{ state: 'delivered', answer: 200 }]);
  });

  it('is left alone for as long as it asks', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });
    receiver.answer = (_, count) => (count === 0 ? { status: 429, headers: { 'retry-after': '120' } } : 204);
    await anAttemptThatIs('accepted');
    await receiver.until(({ received }) => received.length === 1);

    // It holds for what comes later too.
    await anAttemptThatIs('accepted');
    service.clock.advance(seconds(119));
    await delay(1_500);
    expect(receiver.received).toHaveLength(1);
    service.clock.advance(seconds(2));

    await receiver.until(({ taken }) => taken.length === 2);
  });

  it('is told of others when the address of one answers that it is gone, or is not there', async () => {
    await aServiceThatTells({
      OUTCOME_WEBHOOK_URL: `${receiver.url}/{attemptId}`,
      OUTCOME_WEBHOOK_TYPES: 'engagement.accepted',
    });
    receiver.answer = (_, count) => (count === 0 ? 410 : count < 14 ? 404 : 204);
    const attemptIds: string[] = [];
    for (let count = 0; count < 15; count++) attemptIds.push(await anAttemptThatIs('accepted'));
    await receiver.until(({ taken }) => taken.length === 1);

    const { body } = await operations('get', 'endpoints');
    expect(body.endpoints).toMatchObject([{ standing: 'well', failures: 0, waiting: 13, failed: 1 }]);
    const failed = await operations('get', 'deliveries?state=failed');
    expect(failed.body.deliveries).toMatchObject([{ attemptId: attemptIds[0], answer: 410 }]);
  });

  it('gets what waits, however often it has failed, when somebody enables it', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });
    receiver.answer = () => 500;
    const attemptId = await anAttemptThatIs('accepted');
    for (const [index, pause] of [1, 5, 30].entries()) {
      await untilPutOff(attemptId, index + 1, pause);
      service.clock.advance(seconds(pause));
      await receiver.until(({ received }) => received.length > index + 1);
    }
    const dueAt = async (): Promise<number> =>
      Date.parse((await operations('get', `deliveries?attemptId=${attemptId}`)).body.deliveries[0].dueAt);
    // Longer than it is held while it is being made.
    await expect.poll(dueAt, WITHIN).toBeGreaterThan(service.clock.now() + seconds(40));
    receiver.answer = () => 204;

    await operations('post', 'endpoints/default/enable');

    await receiver.until(({ taken }) => taken.length === 1);
  });

  it('is told nothing any more when it answers 410, until it is enabled', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });
    receiver.answer = () => 410;
    await anAttemptThatIs('accepted');
    await receiver.until(({ received }) => received.length === 1);
    await anAttemptThatIs('accepted');
    service.clock.advance(seconds(3_600));
    await delay(1_500);

    expect(receiver.received).toHaveLength(1);
    const { body } = await operations('get', 'endpoints');
    expect(body.endpoints).toMatchObject([
      {
        endpoint: 'default',
        origin: receiver.url,
        types: ['engagement.accepted'],
        standing: 'disabled',
        waiting: 2,
        failed: 0,
      },
    ]);
    const [{ position }] = (await operations('get', 'deliveries?state=waiting')).body.deliveries;
    expect((await operations('post', `deliveries/default/${position}/resend`)).body).toMatchObject({
      state: 'waiting',
      standing: 'disabled',
    });
    receiver.answer = () => 204;
    expect((await operations('post', 'endpoints/default/enable')).body).toMatchObject({ standing: 'well', waiting: 2 });
    await receiver.until(({ taken }) => taken.length === 2);
    expect((await operations('get', 'endpoints')).body.endpoints).toMatchObject([{ standing: 'well', waiting: 0 }]);
  });

  it('is paused when it goes on failing, and told everything when it is back', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TYPES: 'engagement.cancelled' });
    receiver.answer = () => 503;
    const attemptIds = new Set<string>();
    for (let count = 0; count < 30; count++) {
      const { body } = await service.engage(anIxnProfile({ visitId: `v-${count}` }));
      await service.noengage({ visitId: `v-${count}` });
      attemptIds.add(body.attemptId);
    }
    await receiver.until(({ received }) => received.length >= 10);
    await delay(300);
    const tried = receiver.received.length;
    expect(tried).toBeLessThan(30);
    expect((await operations('get', 'endpoints')).body.endpoints).toMatchObject([{ standing: 'paused', waiting: 30 }]);
    await delay(1_200);
    expect(receiver.received).toHaveLength(tried);

    receiver.answer = () => 204;
    const told = (): ReadonlySet<string> => new Set(receiver.taken.map(({ attemptId }) => attemptId));
    await untilInTime(() => told().size === 30, 10);

    expect(told()).toEqual(attemptIds);
  }, 20_000);

  it('has what was given up sent again when somebody asks for it', async () => {
    await aServiceThatTells({ OUTCOME_WEBHOOK_TYPES: 'engagement.accepted' });
    receiver.answer = () => 500;
    const one = await anAttemptThatIs('accepted');
    const two = await anAttemptThatIs('accepted');
    const failed = async (): Promise<number> =>
      (await operations('get', 'deliveries?state=failed')).body.deliveries.length;
    await receiver.until(({ received }) => received.length === 2);
    // Longer than it is tried.
    service.clock.advance(seconds(80 * 3_600));
    await expect.poll(failed, WITHIN).toBe(2);
    receiver.answer = () => 204;

    const { body } = await operations('get', 'deliveries?state=failed&limit=1');
    expect(body).toMatchObject({ deliveries: [{ attemptId: two, answer: 500 }], nextCursor: expect.any(String) });
    const { position, endpoint } = body.deliveries[0];
    const again = await operations('post', `deliveries/${endpoint}/${position}/resend`);
    expect(again.body).toMatchObject({ attemptId: two, state: 'waiting', tries: 0, standing: 'well' });
    await operations('post', 'endpoints/default/enable');
    await receiver.until(({ taken }) => taken.length === 1);
    // What has failed before this moment.
    service.clock.advance(1);
    expect((await operations('post', 'endpoints/default/resend-failed')).body).toEqual({ count: 1, standing: 'well' });

    await receiver.until(({ taken }) => taken.length === 2);
    expect(receiver.taken.map(({ attemptId }) => attemptId)).toEqual([two, one]);
    expect((await operations('post', `deliveries/default/999999/resend`)).body).toMatchObject({
      status: 404,
      code: 'not-found',
    });
    expect((await operations('post', `deliveries/default/one/resend`)).status).toBe(404);
    expect((await operations('post', `endpoints/nobody/resend-failed`)).status).toBe(404);
    expect((await operations('post', `endpoints/nobody/enable`)).status).toBe(404);
    expect((await operations('get', `deliveries?endpoint=nobody`)).status).toBe(404);
  });

  it('keeps no other waiting', async () => {
    const slow = await WebhookReceiver.start({ secret: OTHER_SECRET });
    onTestFinished(() => slow.stop());
    slow.answer = () => 'hang';
    const file = join(aTestDirectory(), 'endpoints.json');
    await writeFile(file, JSON.stringify([{ name: 'slow', url: `${slow.url}/`, secrets: [OTHER_SECRET] }]));
    await aServiceThatTells({ OUTCOME_WEBHOOKS_FILE: file, OUTCOME_WEBHOOK_TIMEOUT_SECONDS: '30' });

    for (let count = 0; count < 30; count++) await anAttemptThatIs('accepted');

    await receiver.until(({ taken }) => taken.length === 60);
    // No more at once than one endpoint may keep busy.
    expect(slow.received.length).toBeGreaterThan(0);
    expect(slow.received.length).toBeLessThanOrEqual(16);
  }, 20_000);
});

describe('a service that was down', () => {
  it('tells what happened while it was going, when it is back', async () => {
    await aServiceThatTells();
    receiver.answer = () => 503;
    const attemptId = await anAttemptThatIs('declined');
    await receiver.until(({ received }) => received.length >= 1);

    service = await service.restart({ downFor: seconds(60) });
    receiver.answer = () => 204;
    await untilInTime(() => receiver.storyOf(attemptId).length === 2, 10);

    expect(receiver.storyOf(attemptId)).toEqual(['2 shown', '3 declined']);
  });
});
