import { connect } from 'node:net';
import { OutcomeTail } from '#service/outcomes/index.js';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile, seconds } from '../support/builders.js';
import { API_KEY, bearer, FRONTEND_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { EventStream } from '../support/event-stream.js';
import { TestFrontend } from '../support/frontend.js';
import { TestService } from '../support/service.js';

let service: TestService;
let streams: EventStream[] = [];

beforeEach(async () => {
  service = await TestService.start();
});

afterEach(async () => {
  // A service that stops waits a while for whoever still listens.
  for (const stream of streams) stream.close();
  streams = [];
  await service.stop();
});

const WITHIN = { timeout: 30_000, interval: 10 };

async function follow(query = '', headers: Readonly<Record<string, string>> = {}): Promise<EventStream> {
  const stream = await EventStream.open(`${service.url}/backend/data/gateway/outcomes${query}`, headers);
  streams.push(stream);
  return stream;
}

/** An attempt that is shown, and then ends as the visitor wants it. */
async function anAttemptThatIs(answer: 'accepted' | 'declined', visitId: string): Promise<string> {
  const { body } = await service.engage(anIxnProfile({ visitId, data: { cartTotal: 129.9 } }));
  const browser = await TestFrontend.connect(service, { visitId });
  for (const disposition of ['delivered', 'shown', answer] as const)
    await browser.report({ attemptId: body.attemptId, disposition });
  browser.close();
  return body.attemptId;
}

const typesOf = ({ events }: EventStream): readonly string[] => events.map(({ event }) => event);

describe('a strategy that follows outcomes', () => {
  it('is told what is shown and how it ends, as it happens', async () => {
    const stream = await follow();

    const attemptId = await anAttemptThatIs('accepted', 'v-1');

    await vi.waitFor(() => expect(typesOf(stream)).toEqual(['engagement.shown', 'engagement.accepted']), WITHIN);
    const [shown, accepted] = stream.events;
    expect(shown?.data).toMatchObject({
      type: 'engagement.shown',
      data: { state: 'shown', endedAt: null, sequence: 2 },
    });
    expect(accepted?.data).toMatchObject({
      type: 'engagement.accepted',
      timestamp: '2026-01-31T12:00:00.000Z',
      data: {
        attemptId,
        visitId: 'v-1',
        state: 'accepted',
        endedAt: '2026-01-31T12:00:00.000Z',
        occurredAt: '2026-01-31T12:00:00.000Z',
        sequence: 3,
        by: 'visitor',
        data: { cartTotal: 129.9 },
      },
    });
    expect(accepted?.data.data).not.toHaveProperty('clientData');
    expect(Number(accepted?.id)).toBe(accepted?.data.data['position']);
  });

  it('is told of cancellations and deadlines too, and of nothing that came before', async () => {
    await anAttemptThatIs('declined', 'v-0');
    const stream = await follow();

    await service.engage(anIxnProfile({ visitId: 'v-1' }));
    await service.noengage({ visitId: 'v-1', reason: 'no agent' });
    await service.engage(anIxnProfile({ visitId: 'v-2', timeToLive: 1 }));
    service.clock.advance(seconds(2));

    await vi.waitFor(() => expect(typesOf(stream)).toEqual(['engagement.cancelled', 'engagement.expired']), WITHIN);
    expect(stream.events[0]?.data.data).toMatchObject({ reason: 'no agent', by: 'strategy' });
  });

  it('is told only of the types that it asks for', async () => {
    const stream = await follow('?types=engagement.accepted,engagement.cancelled');

    await anAttemptThatIs('declined', 'v-1');
    await anAttemptThatIs('accepted', 'v-2');

    await vi.waitFor(() => expect(typesOf(stream)).toEqual(['engagement.accepted']), WITHIN);
  });

  it('goes on where it has left off, and misses nothing meanwhile', async () => {
    const first = await follow();
    await anAttemptThatIs('accepted', 'v-1');
    await vi.waitFor(() => expect(first.events).toHaveLength(2), WITHIN);
    first.close();
    await anAttemptThatIs('declined', 'v-2');

    const second = await follow('?after=0', { 'Last-Event-ID': first.lastId });
    await anAttemptThatIs('accepted', 'v-3');

    await vi.waitFor(() => expect(second.events).toHaveLength(4), WITHIN);
    expect(typesOf(second)).toEqual([
      'engagement.shown',
      'engagement.declined',
      'engagement.shown',
      'engagement.accepted',
    ]);
    expect(second.events.filter(({ id }) => Number(id) <= Number(first.lastId))).toEqual([]);
  });

  it('knows where it has left off before anything has happened', async () => {
    await anAttemptThatIs('accepted', 'v-1');
    const first = await follow('?types=engagement.cancelled');
    await vi.waitFor(() => expect(first.lastId).toBe('2'), WITHIN);
    first.close();
    await service.engage(anIxnProfile({ visitId: 'v-2' }));
    await service.noengage({ visitId: 'v-2' });

    const second = await follow('?types=engagement.cancelled', { 'Last-Event-ID': first.lastId });

    await vi.waitFor(() => expect(typesOf(second)).toEqual(['engagement.cancelled']), WITHIN);
  });

  it('is kept in mind for as long as its connection lasts, and no longer', async () => {
    const followers = (): number => service.part(OutcomeTail).followerCount;
    const request = 'GET /backend/data/gateway/outcomes HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const connection = connect(Number(new URL(service.url).port), '127.0.0.1');
    // The second waits behind the first, whose reply does not end.
    connection.write(request + request);
    await vi.waitFor(() => expect(followers()).toBeGreaterThan(0), WITHIN);

    connection.destroy();

    await vi.waitFor(() => expect(followers()).toBe(0), WITHIN);
  });

  it('may ask for the head alone', async () => {
    const reply = await fetch(`${service.url}/backend/data/gateway/outcomes`, { method: 'HEAD' });

    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  });

  it('has everything from the beginning when it asks for it, however much there is', { timeout: 180_000 }, async () => {
    for (let index = 0; index < 1_200; index += 40)
      await Promise.all(
        Array.from({ length: 40 }, async (_, place) => {
          const visitId = `v-${index + place}`;
          await service.engage(anIxnProfile({ visitId }));
          await service.noengage({ visitId });
        }),
      );

    const stream = await follow('?after=0');

    await vi.waitFor(() => expect(stream.events).toHaveLength(1_200), { timeout: 90_000, interval: 50 });
    const places = stream.events.map(({ id }) => Number(id));
    expect(places).toEqual([...new Set(places)].toSorted((one, other) => one - other));
  });

  it.each([
    ['?after=-1', {}, '/after'],
    ['?after=soon', {}, '/after'],
    ['?types=accepted', {}, '/types'],
    ['?from=1', {}, '/from'],
    ['', { 'Last-Event-ID': 'x' }, '/after'],
  ])('is told what is wrong with %s %o', async (query, headers, pointer) => {
    expect(await service.get(`outcomes${query}`, headers)).toMatchObject({
      status: 400,
      body: { code: 'validation-failed', errors: [{ pointer }] },
    });
  });

  it('shows who it is, where that is asked for', async () => {
    const guarded = await TestService.start(WITH_CREDENTIALS);
    onTestFinished(() => guarded.stop());
    const url = `${guarded.url}/backend/data/gateway/outcomes`;

    expect(await guarded.get('outcomes')).toMatchObject({ status: 401, body: { code: 'not-authenticated' } });
    expect(await guarded.get('outcomes', bearer(FRONTEND_KEY))).toMatchObject({ status: 401 });
    const stream = await EventStream.open(url, bearer(API_KEY));
    stream.close();
  });

  it('is let go when the service ends, and comes back elsewhere', async () => {
    const stream = await follow();

    await service.leave();

    await vi.waitFor(() => expect(stream.ended).toBe(true), WITHIN);
  });
});
