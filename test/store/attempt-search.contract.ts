import type { Attempt, AttemptSearch, AttemptStore } from '#service/engagement/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aNewAttempt, seconds } from '../support/builders.js';
import type { TestDatabase } from './attempt-store.contract.js';
import { isFound } from './model/model.attempt-store.js';
import { callsOf, NOON } from './store-calls.js';

type Filters = Omit<AttemptSearch, 'limit' | 'lookThrough'>;

const EVERYTHING = { limit: 100, lookThrough: 1_000 };

/** How attempts are looked for, whatever they are kept in. */
export function describeAttemptSearch(name: string, { open, clear }: TestDatabase): void {
  describe(name, () => {
    let store: AttemptStore;
    let all: readonly Attempt[];

    const { start, report, cancel, found } = callsOf(() => store);

    /** Thirty attempts of three visits, two channels and three rules, a minute apart. */
    const fill = async (): Promise<void> => {
      for (let index = 0; index < 30; index++) {
        const createdAt = NOON + seconds(60 * index);
        const attempt = await start(
          {
            attemptId: idAt(createdAt, index),
            visitId: `v-${index % 3}`,
            interactionId: `i-${index}`,
            channel: index % 2 === 0 ? 'chat' : 'callback',
            ruleName: ['cart', 'exit', null][index % 4] ?? null,
            createdAt,
            deadline: createdAt + seconds(300),
          },
          'allow',
        );
        if (index % 5 < 3) await report(attempt, { disposition: index % 5 === 0 ? 'shown' : 'accepted' });
      }
      all = await store.list({ limit: 100 });
    };

    beforeAll(async () => {
      store = await open();
    });

    beforeEach(async () => {
      await clear();
      await fill();
    });

    afterAll(async () => {
      await store.close();
    });

    it('finds everything, newest first, each as it is listed', async () => {
      expect(all).toHaveLength(30);
      expect(await store.search(EVERYTHING)).toEqual({ attempts: all, goOnBefore: null });
    });

    it('finds what every filter lets through, in each combination', async () => {
      const searches = combinationsOf({
        attemptId: [undefined, all[3]?.attemptId],
        interactionId: [undefined, 'i-4'],
        visitId: [undefined, 'v-1', 'v-9'],
        state: [undefined, 'shown', 'accepted', 'cancelled'],
        channel: [undefined, 'chat', 'Chat'],
        ruleName: [undefined, 'cart', "' or 1=1 --"],
        since: [undefined, NOON + seconds(240)],
        until: [undefined, NOON + seconds(900)],
        before: [undefined, all[6]?.attemptId],
      });

      const answers: unknown[] = [];
      for (const search of searches) answers.push(await store.search({ ...search, ...EVERYTHING }));

      expect(searches).toHaveLength(2 * 2 * 3 * 4 * 3 * 3 * 2 * 2 * 2);
      searches.forEach((search, index) =>
        expect(answers[index], JSON.stringify(search)).toEqual({
          attempts: all.filter((attempt) => isFound(attempt, search)),
          goOnBefore: null,
        }),
      );
    });

    it.each([
      ['everything', {}],
      ['a visit', { visitId: 'v-1' }],
      ['a state', { state: 'accepted' }],
      ['a channel', { channel: 'chat' }],
      ['a rule within a time', { ruleName: 'cart', since: NOON + seconds(120), until: NOON + seconds(1_500) }],
      ['a rule of a visit in a state', { ruleName: 'exit', visitId: 'v-2', state: 'accepted' }],
    ] as const)('is paged to its end, however little is looked through at a time: %s', async (_, search) => {
      for (const limit of [1, 4, 100])
        for (const lookThrough of [1, 3, 7, 30]) {
          const attempts: Attempt[] = [];
          for (let before: string | null = '~'; before !== null;) {
            const page = await store.search({ ...search, before, limit, lookThrough });
            expect(page.attempts.length).toBeLessThanOrEqual(Math.min(limit, lookThrough));
            expect(page.goOnBefore === null || page.goOnBefore < before).toBe(true);
            attempts.push(...page.attempts);
            before = page.goOnBefore;
          }
          expect(attempts).toEqual(all.filter((attempt) => isFound(attempt, search)));
        }
    });

    it('keeps to moments, not to ids, which may be a little off', async () => {
      const createdAt = NOON + seconds(3_000);
      const early = await start({ attemptId: idAt(createdAt - 900, 31), createdAt });
      const late = await start({ attemptId: idAt(createdAt + seconds(9), 32), createdAt });

      const { attempts } = await store.search({ ...EVERYTHING, since: createdAt, until: createdAt + 1 });

      expect(attempts.map(({ attemptId }) => attemptId)).toEqual([late.attemptId, early.attemptId]);
    });

    describe('an attempt that an operator cancels', () => {
      const cancelling = { reason: 'the campaign is over', actor: 'night-shift', at: NOON + seconds(2_000) };

      it('ends, and says who did it and why', async () => {
        const { attemptId } = aNamed(all.find(({ state }) => state === 'pending'));

        const result = await store.cancelAttempt({ attemptId, ...cancelling });

        const attempt = await found({ attemptId });
        expect(attempt).toMatchObject({
          state: 'cancelled',
          reason: 'the campaign is over',
          endedAt: cancelling.at,
          transitions: [{ state: 'pending' }, { state: 'cancelled', by: 'operator', actor: 'night-shift' }],
        });
        expect(result).toMatchObject({ kind: 'cancelled', change: { from: 'pending', attempt: { attemptId } } });
        expect(await store.cancelAttempt({ attemptId, ...cancelling })).toMatchObject({
          kind: 'already-cancelled',
          attempt: { attemptId },
        });
      });

      it('stays as it ended before', async () => {
        const { attemptId } = aNamed(all.find(({ state }) => state === 'accepted'));

        expect(await store.cancelAttempt({ attemptId, ...cancelling })).toMatchObject({ kind: 'ended-otherwise' });
        expect(await found({ attemptId })).toMatchObject({ state: 'accepted' });
      });

      it('is none when there is none, and none is remembered', async () => {
        await cancel({ interactionId: 'i-100' });

        expect(await store.cancelAttempt({ attemptId: aNewAttempt().attemptId, ...cancelling })).toEqual({
          kind: 'unknown',
        });
        expect(await store.list({ limit: 100 })).toHaveLength(31);
      });

      it('is ended once, of many that try', async () => {
        const { attemptId } = aNamed(all.find(({ state }) => state === 'shown'));

        const results = await Promise.all(
          Array.from({ length: 20 }, () => store.cancelAttempt({ attemptId, ...cancelling })),
        );

        expect(results.filter(({ kind }) => kind === 'cancelled')).toHaveLength(1);
        expect(results.filter(({ kind }) => kind === 'already-cancelled')).toHaveLength(19);
      });
    });
  });
}

/** An id as it is made at this moment. */
function idAt(moment: number, index: number): string {
  const time = moment.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(index).padStart(12, '0')}`;
}

function aNamed(attempt: Attempt | undefined): Attempt {
  if (attempt === undefined) throw new Error('there is no such attempt');
  return attempt;
}

function combinationsOf(choices: {
  readonly [Name in keyof Filters]-?: readonly (Filters[Name] | undefined)[];
}): readonly Filters[] {
  return Object.entries(choices).reduce<readonly Filters[]>(
    (searches, [name, values]) =>
      searches.flatMap((search) =>
        values.map((value) => (value === undefined ? search : { ...search, [name]: value })),
      ),
    [{}],
  );
}
