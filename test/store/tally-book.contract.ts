import type { DispositionName } from '#service/contract/index.js';
import { MOST_NAMES, type NewAttempt, OTHER_NAMES, TALLY_GRAINS, type TallySpan } from '#service/engagement/index.js';
import type { OpenedStore } from '#service/store/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';

const { minute, hour, day } = TALLY_GRAINS;

/** What every TallyBook does, whatever it is kept in. */
export function describeTallyBook(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let other: OpenedStore;
    /** The beginning of a day that no other test has attempts in. */
    let today = Date.UTC(2026, 0, 1);

    beforeAll(async () => {
      opened = await open();
      other = await open();
    });

    beforeEach(() => {
      today += day;
    });

    afterAll(async () => {
      await other.store.close();
      await opened.store.close();
    });

    const start = async (overrides: Partial<NewAttempt> = {}): Promise<NewAttempt> => {
      const attempt = aNewAttempt({ createdAt: today, ...overrides });
      await opened.store.start(attempt, under('allow'));
      return attempt;
    };

    const report = (attempt: NewAttempt, disposition: DispositionName, afterMs = 0): Promise<unknown> =>
      opened.store.recordDisposition({
        attemptId: attempt.attemptId,
        visitId: null,
        disposition,
        dispositionId: null,
        reason: null,
        actor: null,
        page: 'page-1',
        at: attempt.createdAt + afterMs,
      });

    const count = async (from = opened): Promise<number> => {
      while ((await opened.outcomes.giveOutPlaces(500)) > 0);
      let seen = 0;
      for (;;) {
        const next = await from.tallies.count(3);
        seen += next;
        if (next < 3) return seen;
      }
    };

    const span = (overrides: Partial<TallySpan> = {}): TallySpan => ({
      grain: 'day',
      from: today,
      until: today + day,
      ...overrides,
    });

    it('counts what attempts came to by the time at which they were started, their channel and their rule', async () => {
      for (const rule of ['cart', 'cart', null]) {
        const attempt = await start({ ruleName: rule, createdAt: today + hour + 61_000 });
        for (const step of ['delivered', 'shown', 'accepted'] as const) await report(attempt, step, 1_000);
      }
      await report(await start({ channel: 'callback', createdAt: today + hour }), 'failed');
      const seen = await count();

      expect(seen).toBeGreaterThanOrEqual(7);
      const accepted = { channel: 'chat', ending: 'accepted', wasDelivered: true, wasShown: true };
      expect(await opened.tallies.endedByName(span())).toEqual(
        expect.arrayContaining([
          { ...accepted, ruleName: 'cart', count: 2 },
          { ...accepted, ruleName: null, count: 1 },
          {
            channel: 'callback',
            ruleName: null,
            ending: 'failed',
            wasDelivered: false,
            wasShown: false,
            count: 1,
          },
        ]),
      );
      expect(await opened.tallies.endedByName(span())).toHaveLength(3);
      expect(await opened.tallies.endedByName(span({ grain: 'minute', from: today + hour + minute }))).toHaveLength(2);
      expect(await opened.tallies.endedByName(span({ grain: 'hour', from: today + 2 * hour }))).toEqual([]);
      expect(await opened.tallies.endedByTime(span({ grain: 'minute' }))).toEqual([
        { bucket: today + hour, ending: 'failed', wasDelivered: false, wasShown: false, count: 1 },
        { bucket: today + hour + minute, ending: 'accepted', wasDelivered: true, wasShown: true, count: 3 },
      ]);
    });

    it('counts each outcome once, whoever counts and how often', async () => {
      for (let attempts = 0; attempts < 20; attempts++) await report(await start(), 'failed');
      while ((await opened.outcomes.giveOutPlaces(500)) > 0);
      await Promise.all([count(), count(other), count(), count(other)]);
      await count();

      expect(await opened.tallies.endedByName(span())).toMatchObject([{ ending: 'failed', count: 20 }]);
      expect(await count()).toBe(0);
    });

    it('tells what was shown from what was only delivered', async () => {
      const delivered = await start();
      await report(delivered, 'delivered');
      const shown = await start();
      await report(shown, 'shown');
      const skipped = await start();
      await report(skipped, 'declined');
      for (const { interactionId } of [delivered, shown])
        await opened.store.cancelInteraction({
          interactionId,
          visitId: null,
          reason: null,
          actor: null,
          at: today,
          attemptId: aNewAttempt().attemptId,
        });
      await count();

      expect(await opened.tallies.endedByName(span())).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ ending: 'cancelled', wasDelivered: true, wasShown: false, count: 1 }),
          expect.objectContaining({ ending: 'cancelled', wasDelivered: true, wasShown: true, count: 1 }),
          expect.objectContaining({ ending: 'declined', wasDelivered: true, wasShown: true, count: 1 }),
        ]),
      );
    });

    it('leaves out what was cancelled before anybody had engaged it', async () => {
      const { interactionId, attemptId } = aNewAttempt();
      await opened.store.cancelInteraction({
        interactionId,
        visitId: null,
        reason: null,
        actor: null,
        at: today,
        attemptId,
      });
      await count();

      expect(await opened.tallies.endedByName(span())).toEqual([]);
    });

    it('counts what is active as it stands', async () => {
      await start({ ruleName: 'cart' });
      await report(await start({ ruleName: 'cart', createdAt: today + hour }), 'shown');

      expect(await opened.tallies.active(span({ grain: 'hour' }))).toEqual([
        { bucket: today, channel: 'chat', ruleName: 'cart', state: 'pending', count: 1 },
        { bucket: today + hour, channel: 'chat', ruleName: 'cart', state: 'shown', count: 1 },
      ]);
      expect(await opened.tallies.active(span({ until: today }))).toEqual([]);
    });

    it('counts why nobody was invited, and forgets it in time', async () => {
      for (const refusal of ['no-agents', 'quiet-hours', 'no-agents'])
        await opened.store.start(aNewAttempt({ createdAt: today }), { ...under('allow'), refusal });
      await count();

      expect(await opened.tallies.suppressions(span())).toEqual([
        { reason: 'no-agents', count: 2 },
        { reason: 'quiet-hours', count: 1 },
      ]);
      expect(await opened.tallies.endedByTime(span())).toMatchObject([{ ending: 'suppressed', count: 3 }]);
      while ((await opened.tallies.forget('minute', today + hour, 100)) > 0);
      expect(await opened.tallies.suppressions(span({ grain: 'minute' }))).toEqual([]);
    });

    it('tells how long it took to be shown, and to be answered', async () => {
      for (const [shownAfter, answeredAfter] of [
        [40, 7_000],
        [50, 50_000],
        [900_000, 900_001],
      ] as const) {
        const attempt = await start({ deadline: today + day, expiresAt: today + day, answerWithin: day });
        await report(attempt, 'shown', shownAfter);
        await report(attempt, 'accepted', answeredAfter);
      }
      await count();

      const told = await opened.tallies.latencies(span());
      expect(told).toEqual(
        expect.arrayContaining([
          { bucket: today, kind: 'to-shown', withinMs: 50, count: 2 },
          { bucket: today, kind: 'to-answer', withinMs: 50, count: 1 },
          { bucket: today, kind: 'to-answer', withinMs: 10_000, count: 1 },
          { bucket: today, kind: 'to-answer', withinMs: 60_000, count: 1 },
          { bucket: today, kind: 'to-shown', withinMs: null, count: 1 },
        ]),
      );
      expect(told).toHaveLength(5);
    });

    it('forgets old counts of a grain', async () => {
      for (const createdAt of [today, today + minute, today + hour]) await report(await start({ createdAt }), 'failed');
      await count();

      while ((await opened.tallies.forget('minute', today + hour, 100)) > 0);

      expect(await opened.tallies.endedByTime(span({ grain: 'minute' }))).toMatchObject([{ bucket: today + hour }]);
      expect(await opened.tallies.endedByName(span())).toMatchObject([{ count: 3 }]);
    });

    it('counts under one name what is beyond the names that it knows', async () => {
      for (let rule = 0; rule <= MOST_NAMES + 5; rule++)
        await report(await start({ ruleName: `rule-${rule}` }), 'failed');
      await count();

      const told = await opened.tallies.endedByName(span());
      const others = told.find(({ ruleName }) => ruleName === OTHER_NAMES);
      expect(others?.count).toBeGreaterThan(0);
      expect(told.length).toBeLessThanOrEqual(MOST_NAMES + 1);
      expect(told.reduce((sum, each) => sum + each.count, 0)).toBe(MOST_NAMES + 6);
      await start({ ruleName: 'rule-that-came-too-late' });
      expect(await opened.tallies.active(span())).toMatchObject([{ ruleName: OTHER_NAMES, count: 1 }]);
    });
  });
}
