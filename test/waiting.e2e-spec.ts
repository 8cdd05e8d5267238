import { type AttemptDetails, EndingWatch } from '#service/engagement/index.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anIxnProfile, seconds } from './support/builders.js';
import { TestFrontend } from './support/frontend.js';
import { TestService } from './support/service.js';

const WAITERS = 2_000;

let service: TestService;

beforeEach(async () => {
  service = await TestService.start();
});

afterEach(async () => {
  await service.stop();
});

interface Answer {
  readonly status: number;
  readonly body: AttemptDetails;
  readonly tookMs: number;
}

async function waitFor(attemptId: string, timeout: number, signal?: AbortSignal): Promise<Answer> {
  const begun = performance.now();
  const url = `${service.url}/backend/data/gateway/attempts/${attemptId}?waitFor=ended&timeout=${timeout}`;
  const reply = await fetch(url, signal === undefined ? {} : { signal });
  return { status: reply.status, body: (await reply.json()) as AttemptDetails, tookMs: performance.now() - begun };
}

async function anAttempt(visitId = 'v-1'): Promise<string> {
  const { body } = await service.engage(anIxnProfile({ visitId }));
  return body.attemptId;
}

const watch = (): EndingWatch => service.part(EndingWatch);

describe('a strategy that waits for an attempt to end', () => {
  it('is answered at once when it has ended already', async () => {
    const attemptId = await anAttempt();
    await service.noengage({ visitId: 'v-1' });

    expect(await waitFor(attemptId, 10)).toMatchObject({ status: 200, body: { attemptId, state: 'cancelled' } });
  });

  it('is answered as soon as the visitor has', async () => {
    const attemptId = await anAttempt();
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });
    const answer = waitFor(attemptId, 10);
    await vi.waitFor(() => expect(watch().count).toBe(1));

    await browser.report({ attemptId, disposition: 'shown' });
    await browser.report({ attemptId, disposition: 'accepted' });

    const { body, tookMs } = await answer;
    expect(body).toMatchObject({ state: 'accepted', endedAt: expect.any(String) });
    expect(body.transitions.map(({ state }) => state)).toEqual(['pending', 'shown', 'accepted']);
    expect(tookMs).toBeLessThan(5_000);
    browser.close();
  });

  it('is answered when its deadline has passed', async () => {
    const attemptId = await anAttempt();
    const answer = waitFor(attemptId, 10);
    await vi.waitFor(() => expect(watch().count).toBe(1));

    service.clock.advance(seconds(301));

    expect((await answer).body).toMatchObject({ state: 'expired' });
  });

  it('is answered with the attempt as it stands when the time is up', async () => {
    const attemptId = await anAttempt();

    const { status, body, tookMs } = await waitFor(attemptId, 1);

    expect({ status, body }).toMatchObject({ status: 200, body: { attemptId, state: 'pending', endedAt: null } });
    expect(tookMs).toBeGreaterThan(900);
    expect(watch().count).toBe(0);
  });

  it('is forgotten when it hangs up', async () => {
    const hangUp = new AbortController();
    const answer = waitFor(await anAttempt(), 60, hangUp.signal).catch((error: unknown) => error);
    await vi.waitFor(() => expect(watch().count).toBe(1));

    hangUp.abort();

    await answer;
    await vi.waitFor(() => expect(watch().count).toBe(0));
  });

  it('is told of an attempt that is not there, and of what it may not ask', async () => {
    const path = `attempts/${await anAttempt()}`;

    expect(await waitFor('0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21', 5)).toMatchObject({
      status: 404,
      body: { code: 'attempt-not-found' },
    });
    for (const [query, pointer] of [
      ['waitFor=shown', '/waitFor'],
      ['waitFor=ended&timeout=0', '/timeout'],
      ['waitFor=ended&timeout=61', '/timeout'],
      ['waitFor=ended&timeout=soon', '/timeout'],
      ['wait=ended', '/wait'],
    ])
      expect(await service.get(`${path}?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'validation-failed', errors: [{ pointer }] },
      });
  });
});

describe(`${WAITERS} that wait at once`, () => {
  it('are each answered with their own attempt, and hold up nobody meanwhile', { timeout: 180_000 }, async () => {
    const visits = Array.from({ length: WAITERS }, (_, index) => `visit-${index}`);
    const attempts = await inSlices(visits, 50, anAttempt);
    const answers = attempts.map((attemptId) => waitFor(attemptId, 60));
    await vi.waitFor(() => expect(watch().count).toBe(WAITERS), { timeout: 90_000, interval: 50 });

    const begun = performance.now();
    expect((await service.engage(anIxnProfile({ visitId: 'another' }))).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(1_000);
    await inSlices(visits, 50, (visitId) => service.noengage({ visitId }));

    const bodies = (await Promise.all(answers)).map(({ body }) => body);
    expect(bodies.map(({ attemptId }) => attemptId)).toEqual(attempts);
    expect(bodies.filter(({ state }) => state !== 'cancelled')).toEqual([]);
    expect(watch().count).toBe(0);
  });
});

describe('a service that ends', () => {
  it('answers those who wait', async () => {
    const attemptId = await anAttempt();
    const answer = waitFor(attemptId, 60);
    await vi.waitFor(() => expect(watch().count).toBe(1));

    await service.leave();

    expect(await answer).toMatchObject({ status: 200, body: { attemptId, state: 'pending' } });
  });
});

/** Does the same with each, so many at a time. */
async function inSlices<Item, Result>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += size)
    results.push(...(await Promise.all(items.slice(from, from + size).map(work))));
  return results;
}
