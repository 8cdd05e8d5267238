import type { OpenedStore } from '#service/store/index.js';
import type { DispositionName } from '#service/contract/index.js';
import type { NewAttempt, Outcome } from '#service/engagement/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';

const placeOf = ({ position, sequence, attempt }: Outcome): object => ({
  position,
  sequence,
  attemptId: attempt.attemptId,
});

/** What every OutcomeLog does, whatever it is kept in. */
export function describeOutcomeLog(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let other: OpenedStore;

    beforeAll(async () => {
      opened = await open();
    });

    afterAll(async () => {
      await other?.store.close();
      await opened.store.close();
    });

    const start = async (overrides: Partial<NewAttempt> = {}): Promise<NewAttempt> => {
      const attempt = aNewAttempt(overrides);
      expect(await opened.store.start(attempt, under('reject'))).toMatchObject({ kind: 'started' });
      return attempt;
    };

    const report = ({ attemptId, createdAt }: NewAttempt, disposition: DispositionName): Promise<unknown> =>
      opened.store.recordDisposition({
        attemptId,
        visitId: null,
        disposition,
        dispositionId: null,
        reason: `it is ${disposition}`,
        actor: 'website',
        page: 'page-1',
        at: createdAt + 1,
      });

    /** Everything that came after a place, however many questions it takes. */
    const readFrom = async (position: number, limit = 100): Promise<Outcome[]> => {
      while ((await opened.outcomes.giveOutPlaces(limit)) > 0);
      const found: Outcome[] = [];
      for (;;) {
        const next = await opened.outcomes.after(found.at(-1)?.position ?? position, limit);
        found.push(...next);
        if (next.length < limit) return found;
      }
    };

    it('has nothing before anything has come of an attempt', async () => {
      const last = await opened.outcomes.last();
      const attempt = await start();
      await report(attempt, 'delivered');

      expect(await readFrom(last)).toEqual([]);
      expect(await opened.outcomes.last()).toBe(last);
    });

    it('has what is shown, and every ending, with the attempt that it is of', async () => {
      const from = await opened.outcomes.last();
      const attempt = await start({ data: { cartTotal: 129.9 }, pageId: 'page-1', language: 'en' });
      await report(attempt, 'delivered');
      await report(attempt, 'shown');
      await report(attempt, 'accepted');

      const found = await readFrom(from);

      const { attemptId, interactionId, visitId, createdAt } = attempt;
      expect(found).toMatchObject([
        { sequence: 2, state: 'shown', at: createdAt + 1, by: 'visitor', reason: 'it is shown' },
        { sequence: 3, state: 'accepted', at: createdAt + 1, by: 'visitor', reason: 'it is accepted' },
      ]);
      for (const outcome of found)
        expect(outcome.attempt).toMatchObject({
          attemptId,
          interactionId,
          visitId,
          pageId: 'page-1',
          language: 'en',
          state: 'accepted',
          data: { cartTotal: 129.9 },
        });
      expect(found.map(({ position }) => position)).toEqual(
        found.map(({ position }) => position).toSorted((one, next) => one - next),
      );
    });

    it('has endings that strategies and deadlines bring about, and one that came before its engage', async () => {
      const from = await opened.outcomes.last();
      const at = Date.parse('2026-01-31T12:00:00Z');
      const cancelled = await start();
      const cancellation = {
        visitId: null,
        reason: 'no agent',
        actor: null,
        at: at + 2,
        attemptId: aNewAttempt().attemptId,
      };
      await opened.store.cancelInteraction({ ...cancellation, interactionId: cancelled.interactionId });
      const expired = await start();
      await opened.store.endDue(expired.deadline + 1, 10_000);
      await opened.store.cancelInteraction({ ...cancellation, interactionId: `unseen ${cancellation.attemptId}` });

      const found = await readFrom(from);

      const of = (attemptId: string): string[] =>
        found.filter((outcome) => outcome.attempt.attemptId === attemptId).map(({ state }) => state);
      expect(of(cancelled.attemptId)).toEqual(['cancelled']);
      expect(of(expired.attemptId)).toEqual(['expired']);
      expect(of(cancellation.attemptId)).toEqual(['cancelled']);
    });

    it('has each once, in an order that never changes, however many read and write', async () => {
      other = await open();
      const from = await opened.outcomes.last();
      const attempts = await Promise.all(Array.from({ length: 200 }, () => start()));
      const read: Outcome[] = [];
      let writing = true;
      const reader = (async () => {
        while (writing || (await opened.outcomes.giveOutPlaces(50)) > 0) {
          await Promise.all([opened.outcomes.giveOutPlaces(20), other.outcomes.giveOutPlaces(20)]);
          read.push(...(await other.outcomes.after(read.at(-1)?.position ?? from, 30)));
        }
      })();
      await Promise.all(
        attempts.map(async (attempt) => {
          await report(attempt, 'shown');
          await report(attempt, 'declined');
        }),
      );
      writing = false;
      await reader;
      for (;;) {
        const rest = await other.outcomes.after(read.at(-1)?.position ?? from, 100);
        if (rest.length === 0) break;
        read.push(...rest);
      }

      const keys = read.map(({ attempt, sequence }) => `${attempt.attemptId} ${sequence}`);
      const expected = attempts.flatMap(({ attemptId }) => [`${attemptId} 1`, `${attemptId} 2`]);
      expect(keys.toSorted()).toEqual(expected.toSorted());
      for (const { attemptId } of attempts)
        expect(keys.indexOf(`${attemptId} 1`)).toBeLessThan(keys.indexOf(`${attemptId} 2`));
      const again = await readFrom(from);
      expect(again.map(placeOf)).toEqual(read.map(placeOf));
    });
  });
}
