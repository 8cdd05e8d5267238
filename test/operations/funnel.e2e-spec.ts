import { TallyBook } from '#service/engagement/index.js';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anIxnProfile, seconds } from '../support/builders.js';
import { TestFrontend } from '../support/frontend.js';
import { TestService } from '../support/service.js';

let service: TestService;

beforeEach(async () => {
  service = await TestService.start();
});

afterEach(async () => {
  await service.stop();
});

async function read(window: string): Promise<request.Response> {
  return request(service.url).get(`/operations/funnel?window=${window}`);
}

/** An attempt that comes to this. */
async function anAttempt(
  visitId: string,
  steps: readonly ('delivered' | 'shown' | 'accepted' | 'declined')[],
  ruleName?: string,
): Promise<void> {
  const { body } = await service.engage(anIxnProfile({ visitId, ...(ruleName !== undefined && { ruleName }) }));
  const browser = await TestFrontend.connect(service, { visitId });
  for (const disposition of steps) {
    service.clock.advance(100);
    await browser.report({ attemptId: body.attemptId, disposition });
  }
  browser.close();
}

describe('an operator who asks how far attempts came', () => {
  it('is told the exact counts, what has just happened among them', async () => {
    await anAttempt('v-1', ['delivered', 'shown', 'accepted'], 'cart');
    await anAttempt('v-2', ['delivered', 'shown', 'declined'], 'cart');
    await anAttempt('v-3', ['delivered', 'shown']);
    await anAttempt('v-4', ['delivered']);
    await service.engage(anIxnProfile({ visitId: 'v-5', channel: 'callback' }));
    await service.noengage({ visitId: 'v-5' });

    const { body, status } = await read('hour');

    expect(status).toBe(200);
    expect(body.total).toEqual({
      started: 5,
      active: 2,
      delivered: 4,
      shown: 3,
      accepted: 1,
      declined: 1,
      ignored: 0,
      failed: 0,
      cancelled: 1,
      expired: 0,
      suppressed: 0,
    });
    expect(body.byRule).toMatchObject([
      { ruleName: null, started: 3, shown: 1 },
      { ruleName: 'cart', started: 2, accepted: 1, declined: 1 },
    ]);
    expect(body.byChannel).toMatchObject([
      { channel: 'chat', started: 4 },
      { channel: 'callback', started: 1, cancelled: 1 },
    ]);
    expect(body.toShown).toMatchObject({ count: 3, p50: expect.any(Number) });
    expect(body.toAnswer).toMatchObject({ count: 2 });
    expect(body.series).toHaveLength(60);
    expect(body.series.at(-1)).toMatchObject({ from: '2026-01-31T12:00:00.000Z', started: 5, toShown: { count: 3 } });
    expect(body).toMatchObject({
      from: '2026-01-31T11:01:00.000Z',
      until: '2026-01-31T12:01:00.000Z',
      grain: 'minute',
      asOf: new Date(service.clock.now()).toISOString(),
    });
  });

  it('takes the store’s time once for all who ask, and leaves it its rest', async () => {
    await service.engage(anIxnProfile());
    const book = service.part(TallyBook);
    const active = book.active.bind(book);
    const counted = vi.spyOn(book, 'active').mockImplementation((span) => {
      service.clock.advance(500);
      return active(span);
    });

    const told = await Promise.all(Array.from({ length: 20 }, () => read('hour')));
    expect(told.map(({ body }) => body.total.active)).toEqual(Array.from({ length: 20 }, () => 1));
    expect(counted).toHaveBeenCalledTimes(1);

    service.clock.advance(4_500);
    await read('hour');
    expect(counted).toHaveBeenCalledTimes(2);
  });

  it('is told of each window by spans that fit it', async () => {
    await anAttempt('v-1', ['delivered', 'shown', 'accepted']);
    service.clock.advance(seconds(26 * 3_600));
    await anAttempt('v-2', ['delivered', 'shown', 'accepted']);

    const counts: unknown[] = [];
    for (const window of ['hour', 'day', 'week', 'month', 'year']) {
      const { body } = await read(window);
      counts.push([window, body.grain, body.series.length, body.total.accepted]);
    }

    expect(counts).toEqual([
      ['hour', 'minute', 60, 1],
      ['day', 'hour', 24, 1],
      ['week', 'hour', 168, 2],
      ['month', 'day', 30, 2],
      ['year', 'day', 365, 2],
    ]);
  });

  it('is told why nobody was invited', async () => {
    await service.stop();
    service = await TestService.start({ QUIET_AFTER_DECLINE_SECONDS: '600' });
    await anAttempt('v-1', ['delivered', 'shown', 'declined']);
    await service.engage(anIxnProfile({ visitId: 'v-1' }));

    expect((await read('hour')).body).toMatchObject({
      total: { started: 1, declined: 1, suppressed: 1 },
      suppressions: [{ reason: 'quiet-after-decline', count: 1 }],
    });
  });

  it('has counts that outlive their attempts', async () => {
    await anAttempt('v-1', ['delivered', 'shown', 'accepted']);
    await read('day');
    while ((await service.store.purge(2 ** 47, 100)).attempts > 0);

    expect((await read('day')).body.total).toMatchObject({ started: 1, accepted: 1 });
  });

  it.each(['', 'decade'])('is told what windows there are when it asks for "%s"', async (window) => {
    expect((await read(window)).body).toMatchObject({
      code: 'validation-failed',
      errors: [{ pointer: '/window', detail: expect.stringContaining('hour, day, week, month, year') }],
    });
  });
});
