import { randomUUID } from 'node:crypto';
import type { AttemptState } from '#service/contract/index.js';
import {
  type ActiveAttempt,
  type Attempt,
  type AttemptDetails,
  type AttemptQuery,
  type AttemptStore,
  type CancelResult,
  type NewAttempt,
  StoreUnavailableError,
  type VisitConflict,
  type VisitLimits,
} from '#service/engagement/index.js';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { objectOfBytes, objectOfDepth } from '../support/bad-values.js';
import { aNewAttempt, seconds, under } from '../support/builders.js';
import { anyHistory, retell } from './model/history.js';
import { headerOf, ModelAttemptStore } from './model/model.attempt-store.js';
import { callsOf, kindsOf, NOON } from './store-calls.js';

const TRACE_PARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

/** A database for the suite alone. */
export interface TestDatabase {
  /** Another store on the database; the suite closes it. */
  readonly open: () => Promise<AttemptStore>;
  /** Takes every attempt off the record. */
  readonly clear: () => Promise<void>;
}

/** What every AttemptStore does, whatever it keeps attempts in. */
export function describeAttemptStore(name: string, { open, clear }: TestDatabase): void {
  describe(name, () => {
    let store: AttemptStore;

    beforeAll(async () => {
      store = await open();
    });

    beforeEach(clear);

    afterAll(async () => {
      await store.close();
    });

    const { start, report, cancel, found, stateOf } = callsOf(() => store);

    /** When what is in this state now was shown, as `report` tells it. */
    const shownAtIn = (state: AttemptState): number | null => (state === 'shown' ? NOON + seconds(1) : null);

    describe('an attempt that is started', () => {
      it('is found as it was put on record, with its first transition', async () => {
        const attempt = await start({
          pageId: 'p-1',
          channel: 'callback',
          language: 'pt-BR',
          ruleName: 'cart',
          invitation: { title: 'Hello', displaySeconds: 10 },
          data: { total: 129.9 },
          clientData: { theme: 'winter' },
        });

        expect(await store.find(attempt.attemptId)).toEqual({
          ...headerOf(attempt),
          invitation: { title: 'Hello', displaySeconds: 10 },
          data: { total: 129.9 },
          clientData: { theme: 'winter' },
          transitions: [{ state: 'pending', at: NOON, by: 'strategy', actor: null, reason: null }],
        });
      });

      it('makes room for nobody and ends nothing', async () => {
        await start();

        expect(await store.start(aNewAttempt(), under('reject'))).toEqual({ kind: 'started', replaced: [], due: [] });
      });

      it('does not end the attempts of visits whose ids look alike', async () => {
        for (const visitId of ['v-1', 'V-1', 'v-1 ', ' v-1', 'v_1', 'v%', "v'1", 'v"1', 'ｖ-1'])
          await start({ visitId }, 'replace');

        expect(await store.list({ state: 'pending', limit: 100 })).toHaveLength(9);
      });
    });

    describe('an interaction that has its attempt already', () => {
      it.each<VisitConflict>(['reject', 'replace', 'allow'])(
        'keeps it, under %s, and the answer is the attempt as it stands',
        async (conflict) => {
          const first = await start({ data: { a: 1 } });
          await report(first, { disposition: 'shown' });

          const again = await store.start(
            aNewAttempt({ interactionId: first.interactionId, visitId: first.visitId, createdAt: NOON + seconds(5) }),
            under(conflict),
          );

          expect(again).toEqual({ kind: 'known', attempt: await found(first) });
          expect(again).toMatchObject({ attempt: { state: 'shown', data: { a: 1 }, transitions: [{}, {}] } });
          expect(await store.list({ limit: 10 })).toHaveLength(1);
        },
      );

      it('keeps it when it has ended, and when it is engaged for another visit', async () => {
        const first = await start();
        await cancel({ interactionId: first.interactionId });

        const again = await store.start(aNewAttempt({ interactionId: first.interactionId }), under('replace'));

        expect(again).toEqual({ kind: 'known', attempt: await found(first) });
        expect(again).toMatchObject({ attempt: { state: 'cancelled', visitId: first.visitId } });
      });
    });

    describe('a visit that has an active attempt', () => {
      const statesThatStand = ['pending', 'delivered', 'shown'] as const;

      it.each(statesThatStand)('that is %s: reject tells of it and starts nothing', async (state) => {
        const standing = await start();
        if (state !== 'pending') await report(standing, { disposition: state });
        const other = aNewAttempt({ visitId: standing.visitId });

        const result = await store.start(other, under('reject'));

        expect(result).toEqual({ kind: 'visit-engaged', attempt: { ...headerOf(standing), state } });
        expect(await store.find(other.attemptId)).toBeUndefined();
      });

      it.each(statesThatStand)('that is %s: replace cancels it and starts the new one', async (state) => {
        const standing = await start();
        if (state !== 'pending') await report(standing, { disposition: state });
        const other = aNewAttempt({ visitId: standing.visitId, createdAt: NOON + seconds(9) });

        const result = await store.start(other, under('replace'));

        const ended = { state: 'cancelled', reason: 'replaced', endedAt: NOON + seconds(9) } as const;
        expect(result).toEqual({
          kind: 'started',
          replaced: [{ attempt: { ...headerOf(standing), ...ended }, from: state, shownAt: shownAtIn(state) }],
          due: [],
        });
        expect((await found(standing)).transitions.at(-1)).toEqual({
          state: 'cancelled',
          at: NOON + seconds(9),
          by: 'strategy',
          actor: null,
          reason: 'replaced',
        });
        expect(await store.activeOf(standing.visitId, NOON)).toMatchObject([{ attemptId: other.attemptId }]);
      });

      it('may have another under allow', async () => {
        const first = await start({ visitId: 'v-1' }, 'allow');
        const second = await start({ visitId: 'v-1' }, 'allow');

        expect(await store.activeOf('v-1', NOON)).toMatchObject([
          { attemptId: first.attemptId },
          { attemptId: second.attemptId },
        ]);
      });

      it('may have had it under another setting', async () => {
        const first = await start({ visitId: 'v-1' }, 'reject');
        const second = await start({ visitId: 'v-1' }, 'allow');

        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), under('reject'))).toMatchObject({
          kind: 'visit-engaged',
        });
        await cancel({ interactionId: first.interactionId });
        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), under('reject'))).toMatchObject({
          kind: 'visit-engaged',
          attempt: { attemptId: second.attemptId },
        });
        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), under('replace'))).toMatchObject({
          kind: 'started',
          replaced: [{ attempt: { attemptId: second.attemptId } }],
        });
      });

      it('makes room for the new one with all that it has', async () => {
        const first = await start({ visitId: 'v-1' }, 'allow');
        const second = await start({ visitId: 'v-1' }, 'allow');

        const result = await store.start(aNewAttempt({ visitId: 'v-1' }), under('replace'));

        expect(idsOf(result.kind === 'started' ? result.replaced : [])).toEqual([first.attemptId, second.attemptId]);
      });

      it('is free again when the attempt has ended', async () => {
        const first = await start({ visitId: 'v-1' });
        await report(first, { disposition: 'declined' });

        await expect(start({ visitId: 'v-1' })).resolves.toBeDefined();
      });

      it.each<VisitConflict>(['reject', 'replace'])(
        'is free when it is due: %s ends it on the way',
        async (conflict) => {
          const first = await start({ visitId: 'v-1', deadline: NOON + seconds(10) });
          const later = aNewAttempt({ visitId: 'v-1', createdAt: NOON + seconds(10) });

          const result = await store.start(later, under(conflict));

          const ended = { state: 'expired', endedAt: NOON + seconds(10) } as const;
          expect(result).toEqual({
            kind: 'started',
            replaced: [],
            due: [{ attempt: { ...headerOf(first), ...ended }, from: 'pending', shownAt: null }],
          });
          expect(await stateOf(later)).toBe('pending');
        },
      );

      it('is not free a moment before it is due', async () => {
        await start({ visitId: 'v-1', deadline: NOON + seconds(10) });

        const early = aNewAttempt({ visitId: 'v-1', createdAt: NOON + seconds(10) - 1 });

        expect(await store.start(early, under('reject'))).toMatchObject({ kind: 'visit-engaged' });
      });

      it('is free when what was shown was left unanswered', async () => {
        const first = await start({ visitId: 'v-1', answerWithin: seconds(63) });
        await report(first, { disposition: 'shown', at: NOON });

        const result = await store.start(
          aNewAttempt({ visitId: 'v-1', createdAt: NOON + seconds(63) }),
          under('reject'),
        );

        expect(result).toMatchObject({
          kind: 'started',
          due: [{ attempt: { state: 'ignored' }, from: 'shown', shownAt: NOON }],
        });
      });
    });

    describe('the cancelling of an interaction', () => {
      it.each(['pending', 'delivered', 'shown'] as const)('ends its attempt that is %s', async (state) => {
        const attempt = await start();
        if (state !== 'pending') await report(attempt, { disposition: state });

        const result = await cancel({ interactionId: attempt.interactionId, reason: 'no agent is free' });

        const ended = { state: 'cancelled', reason: 'no agent is free', endedAt: NOON + seconds(2) } as const;
        expect(result).toEqual({
          kind: 'cancelled',
          change: { attempt: { ...headerOf(attempt), ...ended }, from: state, shownAt: shownAtIn(state) },
        });
        expect(await found(attempt)).toMatchObject(ended);
        expect((await found(attempt)).transitions.at(-1)).toEqual({
          state: 'cancelled',
          at: NOON + seconds(2),
          by: 'strategy',
          actor: null,
          reason: 'no agent is free',
        });
      });

      it('changes nothing when it comes again', async () => {
        const attempt = await start();
        await cancel({ interactionId: attempt.interactionId, reason: 'first' });
        const before = await found(attempt);

        const again = await cancel({ interactionId: attempt.interactionId, reason: 'second', at: NOON + seconds(9) });

        expect(again).toMatchObject({ kind: 'already-cancelled', attempt: { reason: 'first' } });
        expect(await found(attempt)).toEqual(before);
      });

      it.each(['accepted', 'declined', 'failed'] as const)('comes too late when it is %s', async (disposition) => {
        const attempt = await start();
        await report(attempt, { disposition });
        const before = await found(attempt);

        const result = await cancel({ interactionId: attempt.interactionId });

        expect(result).toMatchObject({ kind: 'ended-otherwise', attempt: { state: disposition, reason: null } });
        expect(await found(attempt)).toEqual(before);
      });

      it('comes too late when it has expired', async () => {
        const attempt = await start();
        await store.endDue(attempt.deadline, 10);

        expect(await cancel({ interactionId: attempt.interactionId })).toMatchObject({
          kind: 'ended-otherwise',
          attempt: { state: 'expired' },
        });
      });

      it('leaves the attempts of other interactions alone', async () => {
        const attempt = await start({ interactionId: 'i-1' });

        await cancel({ interactionId: 'I-1' });
        await cancel({ interactionId: 'i-1 ' });

        expect(await stateOf(attempt)).toBe('pending');
      });
    });

    describe('an interaction that is cancelled before its engage', () => {
      const remembered = (): Promise<CancelResult> =>
        cancel({ interactionId: 'i-1', reason: 'changed our mind', attemptId: uuidv7() });

      it('is remembered', async () => {
        const result = await cancel({ interactionId: 'i-1', reason: 'changed our mind', attemptId: 'a-1' });

        const attempt = {
          attemptId: 'a-1',
          interactionId: 'i-1',
          visitId: null,
          pageId: null,
          channel: null,
          language: null,
          ruleName: null,
          state: 'cancelled',
          reason: 'changed our mind',
          createdAt: NOON + seconds(2),
          expiresAt: null,
          endedAt: NOON + seconds(2),
          traceParent: null,
        } as const;
        expect(result).toEqual({ kind: 'remembered', attempt });
        expect(await store.find('a-1')).toEqual({
          ...attempt,
          invitation: null,
          data: null,
          clientData: null,
          transitions: [
            { state: 'cancelled', at: NOON + seconds(2), by: 'strategy', actor: null, reason: 'changed our mind' },
          ],
        });
      });

      it('is remembered with its visit, where that is named', async () => {
        await cancel({ interactionId: 'i-1', visitId: 'v-1' });

        expect(await store.list({ visitId: 'v-1', limit: 10 })).toMatchObject([{ state: 'cancelled', visitId: 'v-1' }]);
        expect(await store.start(aNewAttempt({ interactionId: 'i-1', visitId: 'v-2' }), under('reject'))).toMatchObject(
          {
            kind: 'overtaken',
            attempt: { visitId: 'v-2' },
          },
        );
      });

      it('is remembered once', async () => {
        await remembered();

        expect(await remembered()).toMatchObject({ kind: 'already-cancelled' });
        expect(await store.list({ limit: 10 })).toHaveLength(1);
      });

      it('takes the content of the engage that it overtook, and stays cancelled', async () => {
        await remembered();
        const engaged = aNewAttempt({
          interactionId: 'i-1',
          pageId: 'p-1',
          language: 'en',
          ruleName: 'cart',
          createdAt: NOON + seconds(30),
          traceParent: TRACE_PARENT,
          invitation: { title: 'Hello', displaySeconds: 10 },
          data: { a: 1 },
          clientData: { b: 2 },
        });

        const result = await store.start(engaged, under('reject'));

        expect(result).toMatchObject({
          kind: 'overtaken',
          attempt: {
            interactionId: 'i-1',
            visitId: engaged.visitId,
            pageId: 'p-1',
            channel: 'chat',
            language: 'en',
            ruleName: 'cart',
            state: 'cancelled',
            reason: 'changed our mind',
            createdAt: NOON + seconds(2),
            expiresAt: NOON + seconds(302),
            endedAt: NOON + seconds(2),
            traceParent: TRACE_PARENT,
          },
        });
        const [only] = await store.list({ limit: 10 });
        expect(only).toEqual(result.kind === 'overtaken' && result.attempt);
        expect(await found({ attemptId: only?.attemptId ?? '' })).toMatchObject({
          invitation: { title: 'Hello', displaySeconds: 10 },
          data: { a: 1 },
          clientData: { b: 2 },
          transitions: [{ state: 'cancelled' }],
        });
      });

      it('is known from then on', async () => {
        await remembered();
        const engaged = aNewAttempt({ interactionId: 'i-1' });
        await store.start(engaged, under('reject'));

        expect(await store.start({ ...engaged, attemptId: uuidv7() }, under('reject'))).toMatchObject({
          kind: 'known',
          attempt: { state: 'cancelled', visitId: engaged.visitId },
        });
        expect(await remembered()).toMatchObject({ kind: 'already-cancelled' });
      });

      it.each<VisitConflict>(['reject', 'replace'])('does not touch what the visit has, under %s', async (conflict) => {
        const standing = await start({ visitId: 'v-1' });
        await remembered();

        const result = await store.start(aNewAttempt({ interactionId: 'i-1', visitId: 'v-1' }), under(conflict));

        expect(result).toMatchObject({ kind: 'overtaken' });
        expect(await stateOf(standing)).toBe('pending');
      });

      it('is nothing that a page may show, and leaves its visit free', async () => {
        await remembered();
        await store.start(aNewAttempt({ interactionId: 'i-1', visitId: 'v-1' }), under('reject'));

        expect(await store.activeOf('v-1', NOON)).toEqual([]);
        await expect(start({ visitId: 'v-1' })).resolves.toBeDefined();
      });
    });

    describe('the cancelling of a visit', () => {
      it('ends what is active for it, newest first, and nothing else', async () => {
        const first = await start({ visitId: 'v-1' }, 'allow');
        const answered = await start({ visitId: 'v-1' }, 'allow');
        await report(answered, { disposition: 'accepted' });
        const second = await start({ visitId: 'v-1' }, 'allow');
        await report(second, { disposition: 'shown' });
        const other = await start({ visitId: 'v-2' });

        const changes = await store.cancelVisit({
          visitId: 'v-1',
          reason: 'left the shop',
          by: 'strategy',
          actor: 'desk',
          at: NOON + seconds(3),
        });

        const ended = { state: 'cancelled', reason: 'left the shop', endedAt: NOON + seconds(3) } as const;
        expect(changes).toEqual([
          { attempt: { ...headerOf(second), ...ended }, from: 'shown', shownAt: shownAtIn('shown') },
          { attempt: { ...headerOf(first), ...ended }, from: 'pending', shownAt: null },
        ]);
        expect((await found(first)).transitions.at(-1)).toEqual({
          state: 'cancelled',
          at: NOON + seconds(3),
          by: 'strategy',
          actor: 'desk',
          reason: 'left the shop',
        });
        expect(await stateOf(answered)).toBe('accepted');
        expect(await stateOf(other)).toBe('pending');
      });

      it('says when it was an operator who did', async () => {
        const attempt = await start({ visitId: 'v-1' });

        await store.cancelVisit({ visitId: 'v-1', reason: 'erased', by: 'operator', actor: 'desk', at: NOON });

        expect((await found(attempt)).transitions.at(-1)).toMatchObject({ by: 'operator', actor: 'desk' });
      });

      it('has nothing to end for a visit that has nothing active', async () => {
        const answered = await start({ visitId: 'v-1' });
        await report(answered, { disposition: 'declined' });

        expect(
          await store.cancelVisit({ visitId: 'v-1', reason: null, by: 'strategy', actor: null, at: NOON }),
        ).toEqual([]);
        expect(
          await store.cancelVisit({ visitId: 'no such visit', reason: null, by: 'strategy', actor: null, at: NOON }),
        ).toEqual([]);
        expect(await store.list({ limit: 10 })).toHaveLength(1);
      });
    });

    describe('what a page reports', () => {
      it('takes the attempt further, step by step, and each is kept', async () => {
        const attempt = await start();

        const delivered = await report(attempt, { disposition: 'delivered', at: NOON + 1 });
        const shown = await report(attempt, { disposition: 'shown', at: NOON + 2, reason: 'in a corner' });
        const declined = await report(attempt, { disposition: 'declined', at: NOON + 3, reason: 'closed' });

        const header = headerOf(attempt);
        expect(delivered).toEqual({
          kind: 'advanced',
          change: { attempt: { ...header, state: 'delivered' }, from: 'pending', shownAt: null },
        });
        expect(shown).toEqual({
          kind: 'advanced',
          change: { attempt: { ...header, state: 'shown' }, from: 'delivered', shownAt: NOON + 2 },
        });
        expect(declined).toEqual({
          kind: 'advanced',
          change: {
            attempt: { ...header, state: 'declined', reason: 'closed', endedAt: NOON + 3 },
            from: 'shown',
            shownAt: NOON + 2,
          },
        });
        expect((await found(attempt)).transitions).toEqual([
          { state: 'pending', at: NOON, by: 'strategy', actor: null, reason: null },
          { state: 'delivered', at: NOON + 1, by: 'visitor', actor: null, reason: null },
          { state: 'shown', at: NOON + 2, by: 'visitor', actor: null, reason: 'in a corner' },
          { state: 'declined', at: NOON + 3, by: 'visitor', actor: null, reason: 'closed' },
        ]);
      });

      it('may skip steps', async () => {
        const attempt = await start();

        expect(await report(attempt, { disposition: 'accepted' })).toMatchObject({
          kind: 'advanced',
          change: { attempt: { state: 'accepted', endedAt: NOON + seconds(1) }, from: 'pending', shownAt: null },
        });
        expect((await found(attempt)).transitions.map(({ state }) => state)).toEqual(['pending', 'accepted']);
      });

      it('is acknowledged when others have been there before, and nothing is written down', async () => {
        const attempt = await start();
        await report(attempt, { disposition: 'shown' });
        const before = await found(attempt);

        for (const disposition of ['delivered', 'shown'] as const)
          expect(await report(attempt, { disposition, page: 'page-2', at: NOON + seconds(9) })).toEqual({
            kind: 'acknowledged',
            attempt: { ...headerOf(attempt), state: 'shown' },
          });

        expect(await found(attempt)).toEqual(before);
      });

      it('is out of order when it is ignored before it is shown', async () => {
        const attempt = await start();
        await report(attempt, { disposition: 'delivered' });

        expect(await report(attempt, { disposition: 'ignored' })).toEqual({
          kind: 'out-of-order',
          attempt: { ...headerOf(attempt), state: 'delivered' },
        });
        expect(await stateOf(attempt)).toBe('delivered');
      });

      it('is told that the attempt has ended, when somebody else ended it', async () => {
        const attempt = await start();
        await report(attempt, { disposition: 'accepted', dispositionId: 'd-1' });
        const before = await found(attempt);

        for (const late of [
          { disposition: 'accepted', page: 'page-2', dispositionId: 'd-2' },
          { disposition: 'accepted', page: 'page-2' },
          { disposition: 'declined', dispositionId: 'd-1' },
          { disposition: 'shown' },
        ] as const)
          expect(await report(attempt, late)).toMatchObject({
            kind: 'ended-otherwise',
            attempt: { state: 'accepted' },
          });

        expect(await found(attempt)).toEqual(before);
      });

      it('comes too late when the deadline has passed, also when no sweep has ended the attempt yet', async () => {
        const [unseen, unanswered] = [await start(), await start()];
        await report(unanswered, { disposition: 'shown' });
        const late = { disposition: 'accepted', dispositionId: 'd-1' } as const;

        expect(await report(unseen, { ...late, at: unseen.deadline })).toMatchObject({
          kind: 'overdue',
          change: { from: 'pending', attempt: { state: 'expired', endedAt: unseen.deadline } },
        });
        expect(await report(unanswered, { ...late, at: NOON + seconds(64) })).toMatchObject({
          kind: 'overdue',
          change: { from: 'shown', attempt: { state: 'ignored' }, shownAt: shownAtIn('shown') },
        });
        expect(await report(unanswered, { ...late, at: NOON + seconds(65) })).toMatchObject({
          kind: 'ended-otherwise',
        });
        expect((await found(unseen)).transitions.at(-1)).toMatchObject({ state: 'expired', by: 'gateway' });
      });

      it('is acknowledged again to the one who ended it', async () => {
        const attempt = await start();
        const answer = { disposition: 'accepted', dispositionId: 'd-1' } as const;
        await report(attempt, answer);
        const before = await found(attempt);

        expect(await report(attempt, { ...answer, at: NOON + seconds(9) })).toEqual({
          kind: 'acknowledged',
          attempt: headerOf(before),
        });
        expect(await found(attempt)).toEqual(before);
      });

      it('does not repeat a step by the id of a step: only an answer is known by its id', async () => {
        const attempt = await start();
        await report(attempt, { disposition: 'shown', dispositionId: 'd-1' });
        await cancel({ interactionId: attempt.interactionId });

        expect(await report(attempt, { disposition: 'shown', dispositionId: 'd-1' })).toMatchObject({
          kind: 'ended-otherwise',
        });
      });

      it('is about nothing when there is no such attempt, or when it is another visit’s', async () => {
        const attempt = await start({ visitId: 'v-1' });

        expect(await report({ attemptId: uuidv7(), visitId: 'v-1' }, {})).toEqual({ kind: 'unknown' });
        expect(await report(attempt, { visitId: 'v-2', disposition: 'accepted' })).toEqual({ kind: 'unknown' });
        expect(await stateOf(attempt)).toBe('pending');
      });

      it('may be about any visit when it is relayed', async () => {
        const attempt = await start();

        expect(await report(attempt, { visitId: null })).toMatchObject({ kind: 'advanced' });
        expect(await report({ attemptId: uuidv7(), visitId: 'v-1' }, { visitId: null })).toEqual({ kind: 'unknown' });
      });

      it('is about nothing a browser may answer while a cancellation waits for its engage', async () => {
        await cancel({ interactionId: 'i-1', attemptId: 'a-1' });

        expect(await report({ attemptId: 'a-1', visitId: 'v-1' }, {})).toEqual({ kind: 'unknown' });
        expect(await report({ attemptId: 'a-1', visitId: 'v-1' }, { visitId: null })).toMatchObject({
          kind: 'ended-otherwise',
        });
      });

      it('ends the attempt as failed only when no other page shows it', async () => {
        const attempt = await start();
        await report(attempt, { disposition: 'shown', page: 'page-1' });
        await report(attempt, { disposition: 'shown', page: 'page-2' });

        expect(await report(attempt, { disposition: 'failed', page: 'page-1' })).toMatchObject({
          kind: 'acknowledged',
          attempt: { state: 'shown' },
        });
        expect(await report(attempt, { disposition: 'failed', page: 'page-3' })).toMatchObject({
          kind: 'acknowledged',
        });
        expect(await report(attempt, { disposition: 'failed', page: 'page-2', reason: 'no room' })).toMatchObject({
          kind: 'advanced',
          change: { attempt: { state: 'failed', reason: 'no room' }, from: 'shown', shownAt: shownAtIn('shown') },
        });
      });
    });

    describe('a deadline that comes', () => {
      it('ends what was not shown as expired, and what was shown as ignored', async () => {
        const pending = await start({ deadline: NOON + seconds(10) });
        const delivered = await start({ deadline: NOON + seconds(11) });
        await report(delivered, { disposition: 'delivered' });
        const shown = await start({ deadline: NOON + seconds(10), answerWithin: seconds(63) });
        await report(shown, { disposition: 'shown', at: NOON + seconds(1) });

        const changes = await store.endDue(NOON + seconds(64), 10);

        const ended = { reason: null, endedAt: NOON + seconds(64) } as const;
        expect(changes).toEqual([
          { attempt: { ...headerOf(pending), ...ended, state: 'expired' }, from: 'pending', shownAt: null },
          { attempt: { ...headerOf(delivered), ...ended, state: 'expired' }, from: 'delivered', shownAt: null },
          { attempt: { ...headerOf(shown), ...ended, state: 'ignored' }, from: 'shown', shownAt: NOON + seconds(1) },
        ]);
        expect((await found(shown)).transitions.at(-1)).toEqual({
          state: 'ignored',
          at: NOON + seconds(64),
          by: 'gateway',
          actor: null,
          reason: null,
        });
      });

      it('ends it at that moment and not before, once', async () => {
        const attempt = await start({ deadline: NOON + seconds(10) });

        expect(await store.endDue(NOON + seconds(10) - 1, 10)).toEqual([]);
        expect(idsOf(await store.endDue(NOON + seconds(10), 10))).toEqual([attempt.attemptId]);
        expect(await store.endDue(NOON + seconds(10), 10)).toEqual([]);
      });

      it('moves when it is shown, once, whoever shows it after that', async () => {
        const attempt = await start({ deadline: NOON + seconds(10), answerWithin: seconds(63) });
        await report(attempt, { disposition: 'shown', at: NOON + seconds(9) });
        await report(attempt, { disposition: 'shown', at: NOON + seconds(40), page: 'page-2' });

        expect(await store.endDue(NOON + seconds(72) - 1, 10)).toEqual([]);
        expect(await store.endDue(NOON + seconds(72), 10)).toMatchObject([{ attempt: { state: 'ignored' } }]);
      });

      it('does not move when it is delivered', async () => {
        const attempt = await start({ deadline: NOON + seconds(10) });
        await report(attempt, { disposition: 'delivered', at: NOON + seconds(9) });

        expect(idsOf(await store.endDue(NOON + seconds(10), 10))).toEqual([attempt.attemptId]);
      });

      it('ends the longest overdue first, and at most so many', async () => {
        const deadlines = [5, 2, 4, 1, 3];
        const attempts = await Promise.all(deadlines.map((deadline) => start({ deadline: NOON + seconds(deadline) })));
        const inOrder = [3, 1, 4, 2, 0].map((index) => attempts[index]?.attemptId);

        expect(idsOf(await store.endDue(NOON + seconds(60), 2))).toEqual(inOrder.slice(0, 2));
        expect(idsOf(await store.endDue(NOON + seconds(60), 2))).toEqual(inOrder.slice(2, 4));
        expect(idsOf(await store.endDue(NOON + seconds(60), 2))).toEqual(inOrder.slice(4));
      });

      it('is nothing to what has ended before', async () => {
        const attempt = await start();
        await report(attempt, { disposition: 'accepted' });
        await cancel({ interactionId: 'remembered' });

        expect(await store.endDue(NOON + seconds(86_400), 10)).toEqual([]);
        expect(await stateOf(attempt)).toBe('accepted');
      });
    });

    describe('an attempt that nobody made', () => {
      it('is not found', async () => {
        await start();

        expect(await store.find(uuidv7())).toBeUndefined();
        expect(await store.find('')).toBeUndefined();
        expect(await store.find("' or 1=1 --")).toBeUndefined();
      });
    });

    describe('a list', () => {
      /** Twelve attempts of three visits, one state each way, a minute apart. */
      const fill = async (): Promise<readonly Attempt[]> => {
        const dispositions = ['delivered', 'shown', 'accepted', 'declined'] as const;
        for (let index = 0; index < 12; index++) {
          const createdAt = NOON + seconds(60 * index);
          const attempt = await start(
            { visitId: `v-${index % 3}`, interactionId: `i-${index}`, createdAt, deadline: createdAt + seconds(300) },
            'allow',
          );
          const disposition = dispositions[index % 5];
          if (disposition !== undefined) await report(attempt, { disposition });
        }
        await cancel({ interactionId: 'i-12', at: NOON + seconds(720) });
        return store.list({ limit: 100 });
      };

      it('has every attempt, newest first, each as it is found', async () => {
        const all = await fill();

        expect(all).toHaveLength(13);
        expect(all.map(({ attemptId }) => attemptId)).toEqual(
          all
            .map(({ attemptId }) => attemptId)
            .toSorted()
            .toReversed(),
        );
        for (const attempt of all) expect(await found(attempt)).toMatchObject({ ...attempt });
      });

      it('holds what every filter lets through, in each combination', async () => {
        const all = await fill();
        const choices = {
          visitId: [undefined, 'v-1', 'v-9'],
          interactionId: [undefined, 'i-4', 'I-4'],
          state: [undefined, 'shown', 'pending', 'cancelled', 'suppressed'],
          since: [undefined, NOON + seconds(240), NOON + seconds(240) + 1],
          before: [undefined, all[6]?.attemptId],
        } as const;
        const queries = combinationsOf(choices);

        const answers = await Promise.all(queries.map((query) => store.list({ ...query, limit: 100 })));

        expect(queries).toHaveLength(3 * 3 * 5 * 3 * 2);
        queries.forEach((query, index) =>
          expect(answers[index], JSON.stringify(query)).toEqual(all.filter((attempt) => matches(attempt, query))),
        );
      });

      it.each([1, 5, 12, 13, 14])('can be paged to its end, %i at a time', async (limit) => {
        const all = await fill();

        const pages: (readonly Attempt[])[] = [];
        for (let before: string | undefined, last = false; !last;) {
          const page = await store.list({ limit, ...(before !== undefined && { before }) });
          pages.push(page);
          before = page.at(-1)?.attemptId;
          last = page.length < limit;
        }

        expect(pages.flat()).toEqual(all);
        expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
      });

      it('does not shift while it is paged and new attempts come', async () => {
        const all = await fill();
        const first = await store.list({ limit: 5 });
        await start();

        const second = await store.list({ limit: 100, before: first.at(-1)?.attemptId ?? '' });

        expect([...first, ...second]).toEqual(all);
      });

      it('is empty when nothing is on record', async () => {
        expect(await store.list({ limit: 10 })).toEqual([]);
      });
    });

    describe('what a page may still show', () => {
      it('is what is active for its visit, oldest first, with what it needs to show it', async () => {
        const second = aNewAttempt({ visitId: 'v-1', createdAt: NOON });
        const first = { ...aNewAttempt({ visitId: 'v-1', createdAt: NOON }), attemptId: uuidv7() };
        await store.start(first, under('allow'));
        await store.start(second, under('allow'));
        const third = await start(
          { visitId: 'v-1', clientData: { theme: 'winter' }, data: { secret: true }, answerWithin: seconds(63) },
          'allow',
        );
        await report(third, { disposition: 'shown', at: NOON + seconds(1) });
        const declined = await start({ visitId: 'v-1' }, 'allow');
        await report(declined, { disposition: 'declined' });
        await start({ visitId: 'v-2' });

        const active = await store.activeOf('v-1', NOON + seconds(2));

        expect(active).toEqual([
          activeOf(second),
          activeOf(first),
          { ...activeOf(third), state: 'shown', deadline: NOON + seconds(64) },
        ]);
      });

      it('is not what is due', async () => {
        const attempt = await start({ visitId: 'v-1', deadline: NOON + seconds(10) });

        expect(await store.activeOf('v-1', NOON + seconds(10) - 1)).toEqual([activeOf(attempt)]);
        expect(await store.activeOf('v-1', NOON + seconds(10))).toEqual([]);
        expect(await stateOf(attempt)).toBe('pending');
      });

      it('is nothing for a visit that nobody has engaged', async () => {
        expect(await store.activeOf('v-1', NOON)).toEqual([]);
      });
    });

    describe('what was made lately', () => {
      it('is what is active and was made in the span, oldest first', async () => {
        const at = (second: number): Promise<NewAttempt> => start({ createdAt: NOON + seconds(second) });
        await at(1);
        const third = await at(3);
        const second = await at(2);
        await at(4);
        const delivered = await at(2.5);
        await report(delivered, { disposition: 'delivered' });
        await report(await at(2), { disposition: 'accepted' });
        await cancel({ interactionId: 'remembered', at: NOON + seconds(2) });

        const young = await store.madeBetween(NOON + seconds(2), NOON + seconds(4), 10);

        expect(young).toEqual(
          [second, { ...delivered, state: 'delivered' }, third].map(({ attemptId, visitId, createdAt, state }) => ({
            attemptId,
            visitId,
            createdAt,
            state,
          })),
        );
      });

      it('is at most so many', async () => {
        const attempts = await Promise.all([1, 2, 3].map((second) => start({ createdAt: NOON + second })));

        const young = await store.madeBetween(NOON, NOON + seconds(1), 2);

        expect(young.map(({ attemptId }) => attemptId)).toEqual(attempts.slice(0, 2).map(({ attemptId }) => attemptId));
      });

      it('is nothing in an empty span', async () => {
        await start();

        expect(await store.madeBetween(NOON, NOON, 10)).toEqual([]);
      });
    });

    describe('what has ended of some attempts', () => {
      it('is told of those that have, as a list tells them, and of no other', async () => {
        const cancelled = await start();
        await cancel({ interactionId: cancelled.interactionId });
        const accepted = await start();
        await report(accepted, { disposition: 'accepted' });
        const shown = await start();
        await report(shown, { disposition: 'shown' });
        const notAsked = await start();
        await report(notAsked, { disposition: 'declined' });
        const asked = [cancelled, accepted, shown, await start()].map(({ attemptId }) => attemptId);

        const ended = await store.endedAmong([...asked, 'nobody made this']);

        const listed = await store.list({ limit: 10 });
        const wanted = listed.filter(({ attemptId }) =>
          [cancelled, accepted].some((one) => one.attemptId === attemptId),
        );
        expect(wanted).toHaveLength(2);
        expect(ended).toHaveLength(2);
        expect(ended).toEqual(expect.arrayContaining([...wanted]));
      });

      it('is nothing when nothing is asked for', async () => {
        await cancel({ interactionId: 'i-1' });

        expect(await store.endedAmong([])).toEqual([]);
      });
    });

    describe('what has ended long ago', () => {
      /** An attempt that was made, with an id of that time, and cancelled, so many seconds after noon. */
      async function cancelledAt(second: number): Promise<NewAttempt> {
        const time = (NOON + seconds(second)).toString(16).padStart(12, '0');
        const attemptId = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${randomUUID().slice(24)}`;
        const attempt = await start({ attemptId, createdAt: NOON + seconds(second) });
        await cancel({ interactionId: attempt.interactionId, at: NOON + seconds(second) });
        return attempt;
      }

      it('is forgotten with all that is kept of it, the oldest first, so many at a time', async () => {
        const [second, first, third] = [await cancelledAt(2), await cancelledAt(1), await cancelledAt(3)];
        const young = await cancelledAt(9);

        expect(await store.purge(NOON + seconds(6), 2)).toEqual({ attempts: 2, undelivered: 0 });
        expect(await store.find(first.attemptId)).toBeUndefined();
        expect(await store.find(second.attemptId)).toBeUndefined();
        expect(await store.find(third.attemptId)).toBeDefined();

        expect(await store.purge(NOON + seconds(6), 2)).toEqual({ attempts: 1, undelivered: 0 });
        expect(await store.purge(NOON + seconds(6), 2)).toEqual({ attempts: 0, undelivered: 0 });
        expect((await store.list({ limit: 10 })).map(({ attemptId }) => attemptId)).toEqual([young.attemptId]);
        // Its interaction is as good as new, and nothing of its history is left behind.
        const again = await start({ attemptId: first.attemptId, interactionId: first.interactionId });
        expect((await store.find(again.attemptId))?.transitions).toHaveLength(1);
      });

      it('stays while it is active, however old it is', async () => {
        const attempt = await start({ attemptId: '00000000-0000-7000-8000-000000000000' });

        expect(await store.purge(NOON + seconds(1_000_000), 10)).toEqual({ attempts: 0, undelivered: 0 });
        expect(await store.find(attempt.attemptId)).toBeDefined();
      });
    });

    describe('what the strategy sends', () => {
      it.each<[string, Record<string, unknown>]>([
        ['an empty object', {}],
        ['every kind of value', { text: '', number: 0, yes: true, no: false, nothing: null, list: [], object: {} }],
        ['text of every plane', { text: 'ünïcødé 漢字 😀 \u0001 \u007f \u2028 \ufeff \uffff', '🗝️': 1, '': 2 }],
        ['text that looks like something else', { a: "'; drop table attempts; --", b: '\\u0000', c: '%_"{}$1?' }],
        [
          'numbers at their bounds',
          { a: 0.1, b: 1e21, c: 5e-324, d: Number.MAX_SAFE_INTEGER, e: -1.7976931348623157e308 },
        ],
        ['names that prototypes have', JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":null}')],
        ['8 levels', objectOfDepth(8)],
        ['16 KiB', objectOfBytes(16 * 1024)],
        ['members in an order of their own', { b: 1, a: 2, 10: 3 }],
      ])('comes back as it was: %s', async (_, content) => {
        const attempt = await start({ data: content, clientData: content });

        const { data, clientData } = await found(attempt);
        expect(JSON.stringify(data)).toBe(JSON.stringify(content));
        expect(JSON.stringify(clientData)).toBe(JSON.stringify(content));
        const [active] = await store.activeOf(attempt.visitId, NOON);
        expect(JSON.stringify(active?.clientData)).toBe(JSON.stringify(content));
      });

      it('comes back as it was, whatever it is', async () => {
        const anyText = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
        const { json: anyJson } = fc.letrec((tie) => ({
          json: fc.oneof(
            { depthSize: 'small' },
            anyText,
            fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
            fc.constantFrom(null, true, false),
            fc.array(tie('json'), { maxLength: 3 }),
            fc.dictionary(anyText, tie('json'), { maxKeys: 3 }),
          ),
        }));
        const anyContent = fc.record({
          visitId: anyText,
          pageId: fc.option(anyText),
          ruleName: fc.option(anyText),
          invitation: fc.record({ title: anyText, message: anyText }),
          data: fc.option(fc.dictionary(anyText, anyJson)),
          clientData: fc.option(fc.dictionary(anyText, anyJson)),
        });
        await fc.assert(
          fc.asyncProperty(anyContent, async (content) => {
            const attempt = await start(content, 'allow');
            const kept = { ...(await found(attempt)), transitions: [] };
            const { deadline: _, answerWithin: __, actor: ___, ...sent } = attempt;
            expect(kept).toEqual({ ...sent, transitions: [] });
          }),
          { numRuns: 50 },
        );
      });
    });

    describe('calls at the same time', () => {
      it('end an attempt once: of 200 that would, one does, and the record names it', async () => {
        const attempt = await start({ visitId: 'v-1', deadline: NOON + seconds(10) });
        const answers = ['accepted', 'declined', 'failed'] as const;

        const endings = await Promise.all(
          Array.from({ length: 200 }, async (_, index): Promise<readonly AttemptState[]> => {
            const at = NOON + seconds(10) + index;
            switch (index % 6) {
              case 0: {
                const result = await cancel({ interactionId: attempt.interactionId, at });
                return result.kind === 'cancelled' ? [result.change.attempt.state] : [];
              }
              case 1:
                return (await store.cancelVisit({ visitId: 'v-1', reason: null, by: 'strategy', actor: null, at })).map(
                  (change) => change.attempt.state,
                );
              case 2:
                return (await store.endDue(at, 10)).map((change) => change.attempt.state);
              default: {
                const disposition = answers[index % 3] ?? 'accepted';
                const result = await report(attempt, {
                  disposition,
                  dispositionId: `d-${index}`,
                  page: `p-${index}`,
                  at,
                });
                // One that finds the deadline passed ends the attempt too.
                const hasEnded = result.kind === 'advanced' || result.kind === 'overdue';
                return hasEnded ? [result.change.attempt.state] : [];
              }
            }
          }),
        );

        const { state, transitions } = await found(attempt);
        expect(endings.flat()).toEqual([state]);
        expect(transitions.map((transition) => transition.state)).toEqual(['pending', state]);
      });

      it('start one attempt for a visit, and the others are told which', async () => {
        const results = await Promise.all(
          Array.from({ length: 100 }, () => store.start(aNewAttempt({ visitId: 'v-1' }), under('reject'))),
        );

        const [standing, ...others] = await store.list({ limit: 10 });
        expect(others).toEqual([]);
        expect(kindsOf(results)).toEqual({ started: 1, 'visit-engaged': 99 });
        for (const result of results)
          if (result.kind === 'visit-engaged') expect(result.attempt.attemptId).toBe(standing?.attemptId);
      });

      it('leave a visit with one attempt when each replaces the one before', async () => {
        const results = await Promise.all(
          Array.from({ length: 100 }, () => store.start(aNewAttempt({ visitId: 'v-1' }), under('replace'))),
        );

        expect(kindsOf(results)).toEqual({ started: 100 });
        const replaced = results.flatMap((result) => (result.kind === 'started' ? idsOf(result.replaced) : []));
        expect(new Set(replaced).size).toBe(99);
        expect(await store.activeOf('v-1', NOON)).toHaveLength(1);
      });

      it('start one attempt for an interaction, and the others know it', async () => {
        const engaged = aNewAttempt();

        const results = await Promise.all(
          Array.from({ length: 50 }, () => store.start({ ...engaged, attemptId: uuidv7() }, under('reject'))),
        );

        const all = await store.list({ limit: 10 });
        expect(all).toHaveLength(1);
        expect(kindsOf(results)).toEqual({ started: 1, known: 49 });
        for (const result of results)
          if (result.kind === 'known') expect(result.attempt.attemptId).toBe(all[0]?.attemptId);
      });

      it('leave one cancelled attempt when an engage and its noengage race', async () => {
        const engaged = aNewAttempt({ interactionId: 'i-1' });

        await Promise.all(
          Array.from({ length: 60 }, async (_, index) =>
            index % 2 === 0
              ? store.start({ ...engaged, attemptId: uuidv7() }, under('reject'))
              : cancel({ interactionId: 'i-1' }),
          ),
        );

        expect(await store.list({ limit: 10 })).toMatchObject([{ state: 'cancelled', visitId: engaged.visitId }]);
      });

      it('fail alone: one that cannot be done changes nothing and takes no other with it', async () => {
        const standing = await start({ visitId: 'v-1' });
        const impossible = aNewAttempt({ attemptId: standing.attemptId, visitId: 'v-1' });
        const before = aNewAttempt();
        const after = aNewAttempt();

        const results = await Promise.allSettled([
          store.start(before, under('replace')),
          store.start(impossible, under('replace')),
          store.start(after, under('replace')),
        ]);

        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(results[1]).toMatchObject({ reason: expect.any(Error) });
        expect(await found(standing)).toMatchObject({ state: 'pending', transitions: [{ state: 'pending' }] });
        for (const attempt of [before, after]) expect(await stateOf(attempt)).toBe('pending');
      });
    });

    describe('a store that is closed', () => {
      it('has answered every call that was made before', async () => {
        const closing = await open();
        const starting = Array.from({ length: 50 }, () => closing.start(aNewAttempt(), under('reject')));

        await closing.close();

        expect(kindsOf(await Promise.all(starting))).toEqual({ started: 50 });
      });

      it('turns every call away, and may be closed again', async () => {
        const closed = await open();
        await Promise.all([closed.close(), closed.close()]);
        await closed.close();

        const shown = {
          attemptId: 'a-1',
          visitId: 'v-1',
          disposition: 'shown',
          dispositionId: null,
          actor: null,
        } as const;
        const calls: readonly (() => Promise<unknown>)[] = [
          () => closed.start(aNewAttempt(), under('reject')),
          () => closed.stop(aNewAttempt(), under('reject')),
          () => closed.dontAskAgain({ attemptId: 'a-1', visitId: 'v-1', actor: null, at: NOON }),
          () =>
            closed.cancelInteraction({
              interactionId: 'i-1',
              visitId: null,
              reason: null,
              actor: null,
              at: NOON,
              attemptId: 'a-1',
            }),
          () => closed.cancelVisit({ visitId: 'v-1', reason: null, by: 'strategy', actor: null, at: NOON }),
          () => closed.recordDisposition({ ...shown, reason: null, page: 'page-1', at: NOON }),
          () => closed.endDue(NOON, 1),
          () => closed.find('a-1'),
          () => closed.list({ limit: 1 }),
          () => closed.search({ limit: 1, lookThrough: 10 }),
          () => closed.cancelAttempt({ attemptId: 'a-1', reason: null, actor: null, at: NOON }),
          () => closed.activeOf('v-1', NOON),
          () => closed.madeBetween(NOON, NOON, 1),
        ];
        for (const call of calls) await expect(call()).rejects.toBeInstanceOf(StoreUnavailableError);
      });
    });

    describe('any history', () => {
      it('goes as the model says, and leaves what must hold for every attempt', async () => {
        await fc.assert(
          fc
            .asyncProperty(anyHistory, async (history) => {
              const told = await retell(history, store);
              expect(told.answers).toEqual((await retell(history, new ModelAttemptStore())).answers);
              expectSoundRecord(told.attempts, { severalPerVisit: told.allowedSeveral });
              expectNoMoreThan(history.limits?.cap ?? null, told.attempts);
            })
            .beforeEach(clear),
          { numRuns: 40 },
        );
      });
    });
  });
}

/** What holds for every attempt at every time. */
function expectSoundRecord(
  attempts: readonly AttemptDetails[],
  { severalPerVisit }: { severalPerVisit: boolean },
): void {
  const interactions = attempts.map(({ interactionId }) => interactionId);
  expect(new Set(interactions).size).toBe(interactions.length);

  for (const { state, transitions, endedAt } of attempts) {
    const states = transitions.map((transition) => transition.state);
    expect(states.at(-1)).toBe(state);
    expect(states.slice(0, -1).filter(isEnding)).toEqual([]);
    expect(new Set(states).size).toBe(states.length);
    expect(endedAt).toBe(isEnding(state) ? (transitions.at(-1)?.at ?? null) : null);
  }

  if (severalPerVisit) return;
  const engaged = attempts.filter(({ state }) => !isEnding(state)).map(({ visitId }) => visitId);
  expect(new Set(engaged).size).toBe(engaged.length);
}

/** In no span of the cap's length does a visitor get to see more invitations than the cap grants. */
function expectNoMoreThan(cap: VisitLimits['cap'], attempts: readonly AttemptDetails[]): void {
  if (cap === null) return;
  const seen: ReadonlySet<AttemptState> = new Set(['shown', 'accepted', 'declined', 'ignored']);
  for (const visitId of new Set(attempts.map((attempt) => attempt.visitId))) {
    const sightings = attempts
      .filter((attempt) => attempt.visitId === visitId)
      .flatMap(({ transitions }) => transitions.find(({ state }) => seen.has(state))?.at ?? []);
    for (const at of sightings) {
      const inSpan = sightings.filter((other) => other > at - cap.within && other <= at);
      expect(inSpan.length, `until ${at}`).toBeLessThanOrEqual(cap.most);
    }
  }
}

function isEnding(state: AttemptState): boolean {
  return !['pending', 'delivered', 'shown'].includes(state);
}

/** The attempt as a page gets it. */
function activeOf(attempt: NewAttempt): ActiveAttempt {
  const { data: _, answerWithin: __, actor: ___, ...active } = attempt;
  return active;
}

function idsOf(changes: readonly { readonly attempt: Attempt }[]): readonly string[] {
  return changes.map(({ attempt }) => attempt.attemptId);
}

type Filters = Omit<AttemptQuery, 'limit'>;

function combinationsOf(choices: { readonly [Name in keyof Filters]-?: readonly Filters[Name][] }): readonly Filters[] {
  return Object.entries(choices).reduce<readonly Filters[]>(
    (queries, [name, values]) =>
      queries.flatMap((query) => values.map((value) => (value === undefined ? query : { ...query, [name]: value }))),
    [{}],
  );
}

function matches(attempt: Attempt, { visitId, interactionId, state, since, before }: Filters): boolean {
  return (
    (visitId === undefined || attempt.visitId === visitId) &&
    (interactionId === undefined || attempt.interactionId === interactionId) &&
    (state === undefined || attempt.state === state) &&
    (since === undefined || attempt.createdAt >= since) &&
    (before === undefined || attempt.attemptId < before)
  );
}
