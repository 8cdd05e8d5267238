import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { VERSION } from '#service/config/index.js';
import request from 'supertest';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile, seconds, TestClock } from '../support/builders.js';
import { aVisitToken, bearer, OPERATOR_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { EventStream } from '../support/event-stream.js';
import { TestFrontend } from '../support/frontend.js';
import { Metrics } from '../support/metrics.js';
import { type Environment, TestService } from '../support/service.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const AN_ID = '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21';
const GATEWAY = '/backend/data/gateway';
const REQUESTS = 'engagement_http_requests_total';

let frontends: TestFrontend[] = [];

afterEach(() => {
  for (const frontend of frontends) frontend.close();
  frontends = [];
});

async function aService(environment: Environment = {}): Promise<TestService> {
  const service = await TestService.start(environment);
  onTestFinished(() => service.stop());
  return service;
}

async function connected(service: TestService, auth: object): Promise<TestFrontend> {
  const frontend = await TestFrontend.connect(service, auth);
  frontends.push(frontend);
  return frontend;
}

/** A browser that has an invitation. */
async function invited(
  service: TestService,
  profile: object = {},
): Promise<{ readonly browser: TestFrontend; readonly attemptId: string }> {
  const ixnProfile = { ...anIxnProfile(), ...profile };
  const browser = await connected(service, { visitId: ixnProfile.visitId });
  await service.engage(ixnProfile);
  const { attemptId } = await browser.invitations.next();
  return { browser, attemptId };
}

/** Calls that take the long way are counted a moment after their reply has come. */
async function eventually(service: TestService, expected: (metrics: Metrics) => void): Promise<void> {
  await vi.waitFor(async () => expected(await Metrics.of(service)), { timeout: 2_000, interval: 20 });
}

describe('calls of strategies', () => {
  it('are counted by their route, their status and their fault, under whichever prefix and whichever way they come', async () => {
    const service = await aService({ CONTEXT_PATHS: '/backend,/server' });
    const caller = request(service.url);
    const first = anIxnProfile();

    await service.engage(first);
    await service.engage(first);
    await service.engage({ ...first, channel: 'callback' });
    await service.engage(anIxnProfile({ visitId: first.visitId }));
    await service.post('engage', { wrong: true });
    await caller.post('/server/data/gateway/engage').send({ ixnProfile: anIxnProfile() });
    await caller.post(`${GATEWAY}/engage`).set('Origin', service.url).send({ ixnProfile: anIxnProfile() });
    await service.noengage({ interactionId: first.interactionId });
    await service.noengage({ interactionId: first.interactionId });
    await service.noengage({ interactionId: 'not engaged yet' });
    await service.noengage({ visitId: 'nobody' });
    await service.get('attempts');
    await service.get('attempts?limit=wrong');
    await service.get(`attempts/${AN_ID}`);
    await service.get(`attempts/${AN_ID}?waitFor=ended&timeout=1`);
    for (const path of ['/nowhere', '/nowhere/else', '/client/nothing.js', '/client/engagement.js'])
      await caller.get(path);

    await eventually(service, (metrics) => {
      const requests = (method: string, route: string): object =>
        Object.fromEntries(
          (metrics.families.get(REQUESTS)?.samples ?? [])
            .filter(({ labels }) => labels['method'] === method && labels['route'] === route)
            .map(({ labels, value }) => [`${labels['status']} ${labels['fault']}`, value]),
        );
      expect(requests('POST', `${GATEWAY}/engage`)).toEqual({
        '200 none': 4,
        '400 interaction-conflict': 1,
        '400 visit-engaged': 1,
        '400 validation-failed': 1,
      });
      expect(requests('POST', `${GATEWAY}/noengage`)).toEqual({ '200 none': 4 });
      expect(requests('GET', `${GATEWAY}/attempts`)).toEqual({ '200 none': 1, '400 validation-failed': 1 });
      expect(requests('GET', `${GATEWAY}/attempts/:attemptId`)).toEqual({ '404 attempt-not-found': 1 });
      expect(requests('GET', `${GATEWAY}/attempts/:attemptId?waitFor`)).toEqual({ '404 attempt-not-found': 1 });
      expect(requests('GET', 'other')).toEqual({ '404 not-found': 2 });
      expect(requests('GET', '/client/*')).toEqual({ '200 none': 1, '404 not-found': 1 });
      expect(metrics.text).not.toMatch(/nowhere|nothing\.js|\/server\//);
    });
  });

  it('are timed, each of them', async () => {
    const service = await aService();
    const begun = performance.now();

    for (let count = 0; count < 3; count++) await service.engage(anIxnProfile());

    const metrics = await Metrics.of(service);
    const { count, sum } = metrics.histogram('engagement_http_request_duration_seconds', {
      route: `${GATEWAY}/engage`,
    });
    expect(count).toBe(3);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan((performance.now() - begun) / 1000);
  });

  it('are counted by what came of them', async () => {
    const service = await aService();
    const [first, second, third] = [anIxnProfile(), anIxnProfile(), anIxnProfile()];
    await service.noengage({ interactionId: third.interactionId });

    for (const profile of [first, first, second, { ...first, channel: 'callback' }, third])
      await service.engage(profile);
    await service.engage(anIxnProfile({ visitId: second.visitId }));
    await service.noengage({ interactionId: first.interactionId });
    await service.noengage({ interactionId: first.interactionId });
    await service.noengage({ visitId: second.visitId });
    await service.noengage({ visitId: second.visitId });

    const metrics = await Metrics.of(service);
    const engages = (result: string): number => metrics.value('engagement_engages_total', { result });
    const cancellations = (result: string): number => metrics.value('engagement_cancellations_total', { result });
    expect(['started', 'replayed', 'overtaken', 'interaction-conflict', 'visit-engaged'].map(engages)).toEqual([
      2, 1, 1, 1, 1,
    ]);
    expect(['cancelled', 'already-cancelled', 'remembered', 'nothing', 'ended-otherwise'].map(cancellations)).toEqual([
      2, 1, 1, 1, 0,
    ]);
  });

  it('that wait for an ending, and streams of outcomes, are counted while they last', async () => {
    const service = await aService();
    const { body } = await service.engage(anIxnProfile());
    const counts = (metrics: Metrics): readonly number[] => [
      metrics.value('engagement_strategies_waiting'),
      metrics.value('engagement_outcome_followers'),
    ];

    const waiting = service.get(`attempts/${body.attemptId}?waitFor=ended&timeout=20`);
    const answered = waiting.then(({ body: { state } }) => state);
    const stream = await EventStream.open(`${service.url}${GATEWAY}/outcomes`);
    await eventually(service, (metrics) => expect(counts(metrics)).toEqual([1, 1]));
    await service.noengage({ interactionId: body.interactionId });
    stream.close();

    expect(await answered).toBe('cancelled');
    await eventually(service, (metrics) => expect(counts(metrics)).toEqual([0, 0]));
  });
});

describe('connections that are refused', () => {
  it('are counted by the fault, before there is a call on them', async () => {
    const service = await aService();
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.end('this is no HTTP\r\n\r\n').resume();
    await once(socket, 'close');

    const metrics = await Metrics.of(service);

    expect(metrics.value('engagement_connections_refused_total', { fault: 'validation-failed' })).toBe(1);
    expect(metrics.value('engagement_connections_refused_total', { fault: 'too-many-connections' })).toBe(0);
  });

  it('are counted when an address has too many', async () => {
    const service = await aService({ MAX_CONNECTIONS_PER_ADDRESS: '2' });
    const held = [1, 2].map(() => connect(Number(new URL(service.url).port), '127.0.0.1'));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    const third = connect(Number(new URL(service.url).port), '127.0.0.1').resume();
    await once(third, 'close');
    for (const socket of held) socket.destroy();

    await vi.waitFor(async () =>
      expect(
        (await Metrics.of(service)).value('engagement_connections_refused_total', { fault: 'too-many-connections' }),
      ).toBeGreaterThanOrEqual(1),
    );
  });
});

describe('attempts', () => {
  const REACHED = 'engagement_attempts_total';

  it('are counted in each state that they come to', async () => {
    const service = await aService();
    const accepted = await invited(service);
    for (const disposition of ['delivered', 'shown', 'accepted'] as const)
      await accepted.browser.report({ attemptId: accepted.attemptId, disposition });
    const declined = await invited(service, { channel: 'callback' });
    for (const disposition of ['shown', 'declined'] as const)
      await declined.browser.report({ attemptId: declined.attemptId, disposition });
    const failed = await invited(service);
    await failed.browser.report({ attemptId: failed.attemptId, disposition: 'failed' });
    const cancelled = await service.engage(anIxnProfile());
    await service.noengage({ interactionId: cancelled.body.interactionId });
    await service.engage(anIxnProfile({ timeToLive: 1 }));
    service.clock.advance(seconds(2));

    await eventually(service, (metrics) => {
      const chats = ['pending', 'delivered', 'shown', 'accepted', 'declined', 'failed', 'cancelled', 'expired'].map(
        (state) => metrics.value(REACHED, { state, channel: 'chat' }),
      );
      expect(chats).toEqual([4, 1, 1, 1, 0, 1, 1, 1]);
      expect(
        ['pending', 'shown', 'declined'].map((state) => metrics.value(REACHED, { state, channel: 'callback' })),
      ).toEqual([1, 1, 1]);
    });
  });

  it('are told apart by twenty channels, however many there are', async () => {
    const service = await aService();

    for (let count = 1; count <= 25; count++) await service.engage(anIxnProfile({ channel: `channel-${count}` }));

    const metrics = await Metrics.of(service);
    const channels = new Set(metrics.families.get(REACHED)?.samples.map(({ labels }) => labels['channel']));
    expect(channels.size).toBe(21);
    expect(metrics.value(REACHED, { state: 'pending', channel: '(other)' })).toBe(6);
    expect(metrics.sum(REACHED, { state: 'pending' })).toBe(25);
  });

  it('are timed until they are shown, and from then until they are answered, by what is on record', async () => {
    const service = await aService();
    const { browser, attemptId } = await invited(service);
    service.clock.advance(seconds(4));
    await browser.report({ attemptId, disposition: 'shown' });
    await browser.report({ attemptId, disposition: 'shown' });
    service.clock.advance(seconds(15));
    await browser.report({ attemptId, disposition: 'accepted' });
    const unseen = await invited(service);
    await unseen.browser.report({ attemptId: unseen.attemptId, disposition: 'declined' });

    const metrics = await Metrics.of(service);

    expect(metrics.histogram('engagement_engage_to_shown_seconds')).toEqual({ count: 1, sum: 4 });
    expect(metrics.value('engagement_engage_to_shown_seconds_bucket', { le: '2.5' })).toBe(0);
    expect(metrics.value('engagement_engage_to_shown_seconds_bucket', { le: '5' })).toBe(1);
    expect(metrics.histogram('engagement_shown_to_answer_seconds', { answer: 'accepted' })).toEqual({
      count: 1,
      sum: 15,
    });
    expect(metrics.histogram('engagement_shown_to_answer_seconds', { answer: 'declined' })).toEqual({
      count: 0,
      sum: 0,
    });
  });

  it('are timed over a restart too', async () => {
    const service = await TestService.start();
    const { browser, attemptId } = await invited(service, { visitId: 'v-1' });
    await browser.report({ attemptId, disposition: 'shown' });
    browser.close();
    const again = await service.restart({ downFor: seconds(7) });
    onTestFinished(() => again.stop());
    const back = await connected(again, { visitId: 'v-1' });

    await back.report({ attemptId, disposition: 'declined' });

    const metrics = await Metrics.of(again);
    expect(metrics.histogram('engagement_shown_to_answer_seconds', { answer: 'declined' })).toEqual({
      count: 1,
      sum: 7,
    });
  });
});

describe('frontends', () => {
  it('are counted as long as they are connected, with their visits', async () => {
    const service = await aService();
    const tabs = [await connected(service, { visitId: 'v-1' }), await connected(service, { visitId: 'v-1' })];
    const relay = await connected(service, { key: 'any, in open mode' });
    await relay.join({ visitId: 'v-2' });
    await relay.join({ visitId: 'v-3' });

    const counts = (metrics: Metrics): readonly number[] => [
      metrics.value('engagement_connected_sockets', { kind: 'browser' }),
      metrics.value('engagement_connected_sockets', { kind: 'frontend-server' }),
      metrics.value('engagement_connected_visits'),
    ];
    expect(counts(await Metrics.of(service))).toEqual([2, 1, 3]);
    for (const tab of tabs) tab.close();

    await eventually(service, (metrics) => expect(counts(metrics)).toEqual([0, 1, 2]));
    const metrics = await Metrics.of(service);
    expect(metrics.value('engagement_sockets_connected_total', { kind: 'browser' })).toBe(2);
    expect(metrics.value('engagement_sockets_connected_total', { kind: 'frontend-server' })).toBe(1);
  });

  it('get invitations that are counted by what made them be sent', async () => {
    const service = await aService();
    const [here, later] = [anIxnProfile(), anIxnProfile()];
    const browser = await connected(service, { visitId: here.visitId });
    await connected(service, { visitId: here.visitId });

    await service.engage(here);
    await browser.invitations.next();
    await service.engage(later);
    await (await connected(service, { visitId: later.visitId })).invitations.next();

    const metrics = await Metrics.of(service);
    const pushed = (upon: string): number => metrics.value('engagement_invitations_pushed_total', { upon });
    expect(['news', 'joining', 'sweep'].map(pushed)).toEqual([1, 1, 0]);
    expect(metrics.histogram('engagement_engage_to_push_seconds')).toEqual({ count: 1, sum: 0 });

    service.clock.advance(seconds(1));
    await browser.invitations.next();
    await eventually(service, (swept) =>
      expect(swept.value('engagement_invitations_pushed_total', { upon: 'again' })).toBeGreaterThanOrEqual(1),
    );
    expect((await Metrics.of(service)).histogram('engagement_engage_to_push_seconds').count).toBe(1);
  });

  it('send events that are counted by what they were told, and timed', async () => {
    const service = await aService();
    const { browser, attemptId } = await invited(service);
    const answer = { attemptId, disposition: 'accepted', dispositionId: 'd-1' } as const;

    await browser.report({ attemptId, disposition: 'shown' });
    await browser.report(answer);
    await browser.report(answer);
    await browser.report({ ...answer, dispositionId: 'd-2' });
    await browser.report({ attemptId: AN_ID, disposition: 'shown' });
    await browser.send('disposition', { wrong: true });
    await browser.join({ visitId: 'of somebody else', pageId: 'p-1' });
    await browser.leave({ visitId: 'v-1' });
    await browser.send('invite', {});
    await browser.send('__proto__', {});

    const metrics = await Metrics.of(service);
    const events = (event: string, outcome: string): number =>
      metrics.value('engagement_frontend_events_total', { event, outcome });
    expect([
      events('disposition', 'ok'),
      events('disposition', 'attempt-ended'),
      events('disposition', 'attempt-not-found'),
      events('disposition', 'validation-failed'),
      events('visit:join', 'forbidden-visit'),
      events('visit:leave', 'forbidden-visit'),
      events('unknown', 'unknown-event'),
    ]).toEqual([3, 1, 1, 1, 1, 1, 2]);
    expect(metrics.histogram('engagement_frontend_event_duration_seconds', { event: 'disposition' }).count).toBe(6);
    expect(metrics.value('engagement_frontend_events_waiting')).toBe(0);
    const reports = (disposition: string, result: string): number =>
      metrics.value('engagement_dispositions_total', { disposition, result });
    expect([
      reports('shown', 'advanced'),
      reports('shown', 'unknown'),
      reports('accepted', 'advanced'),
      reports('accepted', 'acknowledged'),
      reports('accepted', 'ended-otherwise'),
    ]).toEqual([1, 1, 1, 1, 1]);
  });

  it('that are refused, or cut off, are counted by the reason', async () => {
    const service = await aService({ ...WITH_CREDENTIALS, MAX_EVENTS_PER_SECOND: '1' });
    const token = await aVisitToken(service.clock.now());
    await expect(connected(service, { token: 'wrong' })).rejects.toThrow();
    await expect(connected(service, { token, visitId: 'another' })).rejects.toThrow();
    const headers = { extraHeaders: { origin: 'https://elsewhere.example' } };
    await expect(TestFrontend.connect(service, { token }, headers)).rejects.toThrow();
    const eager = await connected(service, { token });
    for (let count = 0; count < 20; count++) void eager.leave({ visitId: 'v-1' }).catch(() => undefined);
    await eager.disconnections.next();
    const idle = await connected(service, { token });
    service.clock.advance(seconds(3_700));
    expect(await idle.tokenNews.next()).toBe('expired, 0 left');

    await eventually(service, (metrics) => {
      const refused = (fault: string): number => metrics.value('engagement_handshakes_refused_total', { fault });
      const cut = (reason: string): number => metrics.value('engagement_sockets_cut_total', { reason });
      expect(['not-authenticated', 'forbidden-visit', 'forbidden-origin'].map(refused)).toEqual([1, 1, 1]);
      expect(['sends-too-much', 'token-expired', 'reads-too-slowly'].map(cut)).toEqual([1, 1, 0]);
      expect(
        metrics.value('engagement_frontend_events_total', { event: 'visit:leave', outcome: 'too-many-requests' }),
      ).toBeGreaterThanOrEqual(1);
    });
  });
});

describe('endpoints that are told of outcomes', () => {
  const endpoint = 'default';

  async function aServiceThatTells(receiver: WebhookReceiver): Promise<TestService> {
    onTestFinished(() => receiver.stop());
    const service = await TestService.start(receiver.settings(), new TestClock(Date.now()));
    onTestFinished(() => service.stop());
    return service;
  }

  it('are counted call by call, with how long each took', async () => {
    const receiver = await WebhookReceiver.start();
    const service = await aServiceThatTells(receiver);
    const { body } = await service.engage(anIxnProfile());

    await service.noengage({ interactionId: body.interactionId });

    await eventually(service, (metrics) => {
      const tries = (result: string): number => metrics.value('engagement_webhook_tries_total', { endpoint, result });
      expect(['delivered', 'again', 'given-up'].map(tries)).toEqual([1, 0, 0]);
      expect(metrics.histogram('engagement_webhook_duration_seconds', { endpoint }).count).toBe(1);
      expect(metrics.value('engagement_webhook_deliveries_waiting', { endpoint })).toBe(0);
      expect(metrics.value('engagement_webhook_oldest_waiting_seconds', { endpoint })).toBe(0);
      expect(metrics.value('engagement_webhook_endpoint_standing', { endpoint, standing: 'well' })).toBe(1);
    });
  });

  it('that fail are told apart from those that are gone, and what waits for them is counted', async () => {
    const receiver = await WebhookReceiver.start();
    receiver.answer = (_, count) => (count === 0 ? 500 : 410);
    const service = await aServiceThatTells(receiver);
    const { body } = await service.engage(anIxnProfile());
    await service.noengage({ interactionId: body.interactionId });
    await receiver.until(({ received }) => received.length === 1);

    service.clock.advance(500);

    await eventually(service, (metrics) => {
      expect(metrics.value('engagement_webhook_tries_total', { endpoint, result: 'again' })).toBe(1);
      expect(metrics.value('engagement_webhook_deliveries_waiting', { endpoint })).toBe(1);
      expect(metrics.value('engagement_webhook_oldest_waiting_seconds', { endpoint })).toBe(0.5);
    });
    service.clock.advance(seconds(1));
    await eventually(service, (metrics) => {
      const isSo = (standing: string): number =>
        metrics.value('engagement_webhook_endpoint_standing', { endpoint, standing });
      expect(['well', 'paused', 'disabled'].map(isSo)).toEqual([0, 0, 1]);
    });
  });

  it('are not there, and nothing is told of them', async () => {
    const metrics = await Metrics.of(await aService());

    expect([...metrics.families.keys()].filter((name) => name.includes('webhook'))).toEqual([]);
  });
});

describe('the store', () => {
  it('is counted: what shares a commit, and how long the commits took', async () => {
    const service = await aService();
    const before = await Metrics.of(service);

    for (let count = 0; count < 5; count++) await service.engage(anIxnProfile());
    await service.get('attempts');

    const metrics = await Metrics.of(service);
    const commits = (of: Metrics): number => of.histogram('engagement_store_commit_seconds', { of: 'calls' }).count;
    expect(commits(metrics) - commits(before)).toBe(5);
    expect(metrics.histogram('engagement_store_commit_seconds', { of: 'calls' }).sum).toBeGreaterThan(0);
    expect(metrics.histogram('engagement_store_batch_size', { of: 'calls' }).count).toBeGreaterThanOrEqual(6);
    expect(metrics.value('engagement_store_up')).toBe(1);
    expect(metrics.sum('engagement_store_failures_total')).toBe(0);
    expect(metrics.value('engagement_engages_waiting')).toBe(0);
    expect(metrics.value('engagement_engages_waiting_limit')).toBe(2_000);
  });
});

describe('the node itself', () => {
  it('tells its versions, what it is at, and its process', async () => {
    const metrics = await Metrics.of(await aService());

    const build = { version: VERSION, node: process.versions.node };
    expect(metrics.value('engagement_build_info', build)).toBe(1);
    const phases = ['starting', 'serving', 'draining'].map((phase) => metrics.value('engagement_phase', { phase }));
    expect(phases).toEqual([0, 1, 0]);
    expect(metrics.value('engagement_open_mode')).toBe(1);
    expect(metrics.value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(metrics.value('process_open_fds')).toBeGreaterThan(3);
  });

  it('tells how late its event loop is, and what garbage collections and memory cost', async () => {
    const service = await aService();
    // A timer of 10 ms measures it: after a reading, from its first turn on.
    const severalTurns = (): Promise<void> => delay(50);
    await Metrics.of(service);
    await severalTurns();
    const begun = performance.now();
    while (performance.now() - begun < 150);
    await severalTurns();

    const metrics = await Metrics.of(service);

    expect(metrics.value('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(0.14);
    expect(metrics.histogram('nodejs_gc_duration_seconds').count).toBeGreaterThan(0);
    expect(metrics.value('nodejs_heap_size_used_bytes')).toBeGreaterThan(1_000_000);
    expect(metrics.value('nodejs_heap_size_used_bytes')).toBeLessThan(metrics.value('process_resident_memory_bytes'));
  });

  it('tells operators, and nobody else', async () => {
    const service = await aService(WITH_CREDENTIALS);

    const reply = await request(service.url).get('/metrics').set(bearer(OPERATOR_KEY));

    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(Metrics.in(reply.text).value('engagement_open_mode')).toBe(0);
    expect((await request(service.url).get('/metrics')).body).toMatchObject({ status: 401, code: 'not-authenticated' });
  });
});
