import { OUTCOME_STATES } from '#service/engagement/index.js';
import type { OpenedStore } from '#service/store/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';

/** What every VisitBook does, whatever it is kept in. */
export function describeVisitBook(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let visitId: string;
    let count = 0;

    beforeAll(async () => {
      opened = await open();
      await opened.deliveries.open(['reports']);
    });

    beforeEach(() => {
      visitId = `visit ${++count}/?ü`;
    });

    afterAll(() => opened.store.close());

    /** An attempt that was shown and declined, and of which a webhook is under way. @returns its id */
    const anAttempt = async (of = visitId): Promise<string> => {
      const { attemptId, createdAt } = aNewAttempt();
      const attempt = aNewAttempt({
        attemptId,
        createdAt,
        visitId: of,
        data: { card: '4111' },
        clientData: { theme: 'w' },
      });
      await opened.store.start(attempt, under('allow'));
      for (const disposition of ['shown', 'declined'] as const)
        await opened.store.recordDisposition({
          attemptId,
          visitId: of,
          disposition,
          dispositionId: 'd-1',
          reason: 'not now',
          actor: null,
          page: 'page-1',
          at: createdAt + 5,
        });
      while ((await opened.outcomes.giveOutPlaces(500)) > 0);
      while ((await opened.deliveries.plan('reports', OUTCOME_STATES, createdAt, 500)) >= 500);
      return attemptId;
    };

    const beginErasure = async (): Promise<string> => {
      const { attemptId: erasureId, createdAt: at } = aNewAttempt();
      await opened.visits.beginErasure({ erasureId, at, actor: 'night-shift' });
      return erasureId;
    };

    it('tells all that is kept about a visit, oldest first, page by page', async () => {
      const attemptIds = [await anAttempt(), await anAttempt(), await anAttempt()];
      await anAttempt('another');
      const [first = ''] = attemptIds;
      await opened.store.dontAskAgain({ attemptId: first, visitId, actor: null, at: 1 });

      const [one, two] = await opened.visits.records(visitId, null, 2);
      const rest = await opened.visits.records(visitId, two?.attemptId ?? null, 2);

      expect([one, two, ...rest].map((record) => record?.attemptId)).toEqual(attemptIds);
      expect(one).toMatchObject({
        visitId,
        state: 'declined',
        data: { card: '4111' },
        clientData: { theme: 'w' },
        transitions: [{ state: 'pending' }, { state: 'shown' }, { state: 'declined', reason: 'not now' }],
        showingPages: ['page-1'],
        dispositionId: 'd-1',
        dontAskAgain: true,
        deliveries: [
          { endpoint: 'reports', outcome: 'shown', state: 'waiting' },
          { endpoint: 'reports', outcome: 'declined', state: 'waiting' },
        ],
      });
      expect(two).toMatchObject({ dontAskAgain: false });
      expect(await opened.visits.records('nobody', null, 2)).toEqual([]);
    });

    it('erases what has ended, and nothing of others', async () => {
      const attemptIds = [await anAttempt(), await anAttempt(), await anAttempt()];
      const other = await anAttempt('another');
      const active = aNewAttempt({ visitId });
      await opened.store.start(active, under('allow'));
      const erasureId = await beginErasure();

      expect(await opened.visits.erase(erasureId, visitId, 2)).toBe(2);
      expect(await opened.visits.erase(erasureId, visitId, 2)).toBe(1);

      const left = await opened.visits.records(visitId, null, 10);
      expect(left).toMatchObject([{ attemptId: active.attemptId, state: 'pending' }]);
      for (const attemptId of attemptIds) {
        expect(await opened.store.find(attemptId)).toBeUndefined();
        expect(await opened.deliveries.list({ attemptId, limit: 1 })).toEqual([]);
      }
      expect(await opened.store.find(other)).toMatchObject({ state: 'declined', transitions: { length: 3 } });
      expect(await opened.deliveries.list({ attemptId: other, limit: 10 })).toHaveLength(2);
      const outcomes = await opened.outcomes.after(0, 1_000_000);
      expect(outcomes.filter(({ attempt }) => attempt.visitId === visitId)).toEqual([]);
    });

    it('erases what waits for an endpoint that is told nothing any more', async () => {
      await opened.deliveries.open(['closed']);
      const attemptIds = [await anAttempt(), await anAttempt()];
      const { createdAt: at } = aNewAttempt();
      while ((await opened.deliveries.plan('closed', OUTCOME_STATES, at, 500)) >= 500);
      const [claimed] = await opened.deliveries.claim('closed', at + 1_000, 1_000, 1);
      await opened.deliveries.settle({
        endpoint: 'closed',
        position: claimed?.outcome.position ?? 0,
        tries: 1,
        isProbe: false,
        at: at + 1_000,
        answer: 410,
        error: 'it was answered 410',
        verdict: { kind: 'not-delivered', againAt: at + 60_000, endpoint: 'is-gone', holdUntil: null },
      });
      expect(await opened.deliveries.standing('closed')).toMatchObject({ disabledAt: at + 1_000 });
      for (const attemptId of attemptIds)
        expect(await opened.deliveries.list({ attemptId, endpoint: 'closed', limit: 10 })).toHaveLength(2);

      await opened.visits.erase(await beginErasure(), visitId, 100);

      for (const attemptId of attemptIds) expect(await opened.deliveries.list({ attemptId, limit: 10 })).toEqual([]);
    });

    it('gives no place of an outcome a second time', async () => {
      await anAttempt();
      const last = await opened.outcomes.last();
      const erasureId = await beginErasure();
      while ((await opened.visits.erase(erasureId, visitId, 100)) > 0);

      await anAttempt('another');

      const [next] = await opened.outcomes.after(last, 1);
      expect(next?.position).toBeGreaterThan(last);
      expect((await opened.outcomes.after(0, 1_000_000)).every(({ position }) => position !== last)).toBe(true);
    });

    it('lets nothing of a wish outlive its erasure', async () => {
      const attemptId = await anAttempt();
      await opened.store.dontAskAgain({ attemptId, visitId, actor: null, at: 1 });
      expect(await opened.store.start(aNewAttempt({ visitId }), under('allow'))).toMatchObject({ kind: 'suppressed' });
      const erasureId = await beginErasure();
      await opened.visits.erase(erasureId, visitId, 100);

      expect(await opened.store.start(aNewAttempt({ visitId }), under('allow'))).toMatchObject({ kind: 'started' });
    });

    it('keeps that it was erased, and not what there was', async () => {
      await anAttempt();
      await anAttempt();
      const erasureId = await beginErasure();
      expect((await opened.visits.erasures(null, 1))[0]).toMatchObject({ erasureId, attempts: 0, completedAt: null });
      while ((await opened.visits.erase(erasureId, visitId, 1)) >= 1);

      const erasure = await opened.visits.completeErasure(erasureId, 7);

      expect(erasure).toEqual({ erasureId, at: expect.any(Number), actor: 'night-shift', attempts: 2, completedAt: 7 });
      const later = await beginErasure();
      expect((await opened.visits.erasures(null, 2)).map((each) => each.erasureId)).toEqual([later, erasureId]);
      expect((await opened.visits.erasures(later, 1)).map((each) => each.erasureId)).toEqual([erasureId]);
    });
  });
}
