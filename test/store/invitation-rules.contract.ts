import type { AttemptState } from '#service/contract/index.js';
import type {
  AttemptStore,
  NewAttempt,
  RecordedDisposition,
  StartTerms,
  VisitConflict,
  VisitLimits,
} from '#service/engagement/index.js';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aNewAttempt, seconds, under } from '../support/builders.js';
import type { TestDatabase } from './attempt-store.contract.js';
import { headerOf } from './model/model.attempt-store.js';
import { callsOf, kindsOf, NOON } from './store-calls.js';

/** What every AttemptStore does about attempts that rules, or visitors, speak against. */
export function describeInvitationRules(name: string, { open, clear }: TestDatabase): void {
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

    describe('a visit whose invitations are limited', () => {
      const CONFLICTS: readonly VisitConflict[] = ['reject', 'replace', 'allow'];

      const within = (limits: Partial<VisitLimits>, conflict: VisitConflict = 'reject'): StartTerms =>
        under(conflict, {
          limits: { quietAfterDecline: null, quietAfterAcceptance: null, cap: null, ...limits },
        });

      /** What becomes of an engage for the visit, so many seconds after noon: the reason, where it is suppressed. */
      const engaged = async (second: number, terms: StartTerms, visitId = 'v-1'): Promise<string> => {
        const result = await store.start(aNewAttempt({ visitId, createdAt: NOON + seconds(second) }), terms);
        return result.kind === 'suppressed' ? `suppressed: ${result.attempt.reason}` : result.kind;
      };

      const answered = async (answer: 'accepted' | 'declined', second: number): Promise<void> => {
        const attempt = await start({ visitId: 'v-1' }, 'allow');
        await report(attempt, { disposition: answer, at: NOON + seconds(second) });
      };

      it.each([
        ['declined', { quietAfterDecline: seconds(10) }, 'quiet-after-decline'],
        ['accepted', { quietAfterAcceptance: seconds(10) }, 'quiet-after-acceptance'],
      ] as const)('is left alone for a while after it has %s', async (answer, limits, reason) => {
        await answered(answer, 5);

        for (const conflict of CONFLICTS) {
          expect(await engaged(5, within(limits, conflict))).toBe(`suppressed: ${reason}`);
          expect(await engaged(14.999, within(limits, conflict))).toBe(`suppressed: ${reason}`);
        }
        expect(await engaged(15, within(limits))).toBe('started');
      });

      it('is left alone for as long as the last answer says, and each for its own', async () => {
        await answered('declined', 5);
        await answered('declined', 1);
        await answered('accepted', 20);
        const limits = { quietAfterDecline: seconds(10), quietAfterAcceptance: seconds(2) };

        expect(await engaged(14, within(limits))).toBe('suppressed: quiet-after-decline');
        expect(await engaged(21, within(limits))).toBe('suppressed: quiet-after-acceptance');
        expect(await engaged(21, within({ quietAfterDecline: seconds(10) }))).toBe('started');
        expect(await engaged(14, within(limits), 'v-2')).toBe('started');
      });

      it('is not left alone after what it did not answer', async () => {
        const limits = { quietAfterDecline: seconds(1_000), quietAfterAcceptance: seconds(1_000) };
        const unseen = await start({ visitId: 'v-1' });
        await cancel({ interactionId: unseen.interactionId });
        const ignored = await start({ visitId: 'v-1' });
        await report(ignored, { disposition: 'shown' });
        await report(ignored, { disposition: 'ignored' });

        expect(await engaged(3, within(limits))).toBe('started');
      });

      it.each(CONFLICTS)('has no more invitations than it may, under %s', async (conflict) => {
        const terms = within({ cap: { most: 2, within: seconds(100) } }, conflict);
        for (const second of [0, 10]) {
          const attempt = aNewAttempt({ visitId: 'v-1', createdAt: NOON + seconds(second) });
          expect(await store.start(attempt, terms)).toMatchObject({ kind: 'started' });
          await report(attempt, { disposition: 'shown', at: NOON + seconds(second + 1) });
          await report(attempt, { disposition: 'declined', at: NOON + seconds(second + 2) });
        }

        expect(await engaged(12, terms)).toBe('suppressed: invitation-cap');
        expect(await engaged(101.999, terms)).toBe('suppressed: invitation-cap');
        // The first has ended a hundred seconds ago.
        expect(await engaged(102, terms)).toBe('started');
      });

      it.each<[string, readonly AttemptState[], boolean]>([
        ['accepted at once', ['accepted'], true],
        ['declined at once', ['declined'], true],
        ['shown and ignored', ['shown', 'ignored'], true],
        ['shown and cancelled', ['shown', 'cancelled'], true],
        ['shown, and then could not be shown', ['shown', 'failed'], true],
        ['never shown, but cancelled', ['delivered', 'cancelled'], false],
        ['never shown, but expired', ['delivered', 'expired'], false],
        ['never shown, since it could not be', ['failed'], false],
      ])('has used up an invitation that was %s: %s', async (_, states, isUsedUp) => {
        const attempt = await start({ visitId: 'v-1' });
        for (const state of states) {
          if (state === 'cancelled') await cancel({ interactionId: attempt.interactionId });
          else if (state === 'expired') await store.endDue(attempt.deadline, 10);
          else await report(attempt, { disposition: state as RecordedDisposition['disposition'] });
        }

        const expected = isUsedUp ? 'suppressed: invitation-cap' : 'started';
        expect(await engaged(400, within({ cap: { most: 1, within: seconds(1_000) } }))).toBe(expected);
      });

      it('has not used up what was suppressed, or cancelled before its engage', async () => {
        await cancel({ interactionId: 'i-1', visitId: 'v-1' });
        await store.start(aNewAttempt({ interactionId: 'i-1', visitId: 'v-1' }), under('reject'));
        expect(await engaged(1, under('reject', { refusal: 'quiet-hours' }))).toBe('suppressed: quiet-hours');

        expect(await engaged(2, within({ cap: { most: 1, within: seconds(100) } }))).toBe('started');
      });

      it('counts what is active where several may be, but not what is due', async () => {
        const terms = within({ cap: { most: 2, within: seconds(100) } }, 'allow');
        await start({ visitId: 'v-1', deadline: NOON + seconds(10) }, 'allow');
        await start({ visitId: 'v-1' }, 'allow');

        expect(await engaged(9.999, terms)).toBe('suppressed: invitation-cap');
        expect(await engaged(10, terms)).toBe('started');
        expect(await engaged(10, terms)).toBe('suppressed: invitation-cap');
      });

      it('counts what is replaced only if it was seen', async () => {
        const terms = within({ cap: { most: 1, within: seconds(100) } }, 'replace');
        const first = await start({ visitId: 'v-1' });
        expect(await engaged(1, terms)).toBe('started');
        expect(await stateOf(first)).toBe('cancelled');

        const [standing] = await store.activeOf('v-1', NOON);
        if (standing === undefined) throw new Error('nothing stands');
        await report(standing, { disposition: 'shown' });

        expect(await engaged(2, terms)).toBe('suppressed: invitation-cap');
        expect(await stateOf(standing)).toBe('shown');
      });

      it('is engaged before it is limited', async () => {
        await answered('declined', 0);
        await start({ visitId: 'v-1' });

        expect(await engaged(1, within({ quietAfterDecline: seconds(100) }))).toBe('visit-engaged');
      });

      it('keeps what is due for the sweep, when nothing takes its place', async () => {
        await answered('declined', 0);
        const due = await start({ visitId: 'v-1', deadline: NOON + seconds(10) });

        expect(await engaged(11, within({ quietAfterDecline: seconds(100) }))).toBe('suppressed: quiet-after-decline');
        expect(await stateOf(due)).toBe('pending');
      });

      it('is limited by what is on record only', async () => {
        await answered('declined', 0);
        await store.purge(NOON + seconds(86_400 * 365 * 20), 10);

        expect(await engaged(1, within({ quietAfterDecline: seconds(100_000) }))).toBe('started');
      });

      it('is told the reason that lasts longest', async () => {
        await answered('accepted', 0);
        await answered('declined', 0);
        const cap = { most: 1, within: seconds(100) };
        const all = { quietAfterDecline: seconds(50), quietAfterAcceptance: seconds(50), cap };
        const refused = { ...within({ cap }), refusal: 'quiet-hours' };

        expect(await engaged(1, within(all))).toBe('suppressed: quiet-after-decline');
        expect(await engaged(1, within({ ...all, quietAfterDecline: null }))).toBe(
          'suppressed: quiet-after-acceptance',
        );
        expect(await engaged(1, refused)).toBe('suppressed: invitation-cap');
        expect(await engaged(200, refused)).toBe('suppressed: quiet-hours');
      });

      it.each(CONFLICTS)('has as many as it may when forty are engaged at once, under %s', async (conflict) => {
        const terms = within({ cap: { most: 3, within: seconds(100) } }, conflict);
        const attempts = Array.from({ length: 40 }, () => aNewAttempt({ visitId: 'v-1', createdAt: NOON }));

        const results = await Promise.all(attempts.map((attempt) => store.start(attempt, terms)));

        const { started = 0, ...others } = kindsOf(results);
        const active = await store.activeOf('v-1', NOON);
        if (conflict === 'allow') expect({ started, others }).toEqual({ started: 3, others: { suppressed: 37 } });
        if (conflict === 'reject') expect({ started, others }).toEqual({ started: 1, others: { 'visit-engaged': 39 } });
        if (conflict === 'replace') expect({ started, others }).toEqual({ started: 40, others: {} });
        expect(active).toHaveLength(conflict === 'allow' ? 3 : 1);
      });

      it('may have its share at the same time as others have theirs', async () => {
        const terms = within({ cap: { most: 2, within: seconds(100) } }, 'allow');
        const visits = Array.from({ length: 40 }, (_, index) => `v-${index}`);

        const results = await Promise.all(
          Array.from({ length: 4 }, () => visits)
            .flat()
            .map((visitId) => store.start(aNewAttempt({ visitId, createdAt: NOON }), terms)),
        );

        expect(kindsOf(results)).toEqual({ started: 80, suppressed: 80 });
        for (const visitId of visits) expect(await store.activeOf(visitId, NOON)).toHaveLength(2);
      });
    });

    describe('an attempt that is suppressed', () => {
      const refused = under('reject', { refusal: 'quiet-hours' });

      it('is on record with all that was sent, and has ended as it began', async () => {
        const attempt = aNewAttempt({
          pageId: 'p-1',
          language: 'en',
          ruleName: 'cart',
          actor: 'orchestration',
          invitation: { title: 'Hello', displaySeconds: 10 },
          data: { total: 129.9 },
          clientData: { theme: 'winter' },
        });

        const result = await store.start(attempt, refused);

        const ended = { state: 'suppressed', reason: 'quiet-hours', endedAt: attempt.createdAt } as const;
        expect(result).toEqual({ kind: 'suppressed', attempt: { ...headerOf(attempt), ...ended } });
        expect(await found(attempt)).toEqual({
          ...headerOf(attempt),
          ...ended,
          invitation: { title: 'Hello', displaySeconds: 10 },
          data: { total: 129.9 },
          clientData: { theme: 'winter' },
          transitions: [
            { state: 'suppressed', at: attempt.createdAt, by: 'gateway', actor: null, reason: 'quiet-hours' },
          ],
        });
        expect(await store.list({ state: 'suppressed', limit: 10 })).toEqual([{ ...headerOf(attempt), ...ended }]);
      });

      it('is nothing that a page may show, or a deadline may end, and leaves its visit free', async () => {
        const attempt = aNewAttempt({ visitId: 'v-1' });
        await store.start(attempt, refused);

        expect(await store.activeOf('v-1', NOON)).toEqual([]);
        expect(await store.madeBetween(NOON - 1, NOON + 1, 10)).toEqual([]);
        expect(await store.endDue(NOON + seconds(86_400), 10)).toEqual([]);
        expect(await store.endedAmong([attempt.attemptId])).toMatchObject([{ state: 'suppressed' }]);
        await expect(start({ visitId: 'v-1' })).resolves.toBeDefined();
      });

      it('is known when its engage comes again, whatever the rules are then', async () => {
        const attempt = aNewAttempt();
        await store.start(attempt, refused);

        for (const terms of [refused, under('reject'), under('allow'), under('replace')])
          expect(await store.start({ ...attempt, attemptId: uuidv7() }, terms)).toEqual({
            kind: 'known',
            attempt: await found(attempt),
          });
        expect(await store.list({ limit: 10 })).toHaveLength(1);
      });

      it('has ended before it can be cancelled, or answered', async () => {
        const attempt = aNewAttempt();
        await store.start(attempt, refused);

        expect(await cancel({ interactionId: attempt.interactionId })).toMatchObject({
          kind: 'ended-otherwise',
          attempt: { state: 'suppressed' },
        });
        expect(await report(attempt, { disposition: 'shown' })).toMatchObject({ kind: 'ended-otherwise' });
        expect((await found(attempt)).transitions).toHaveLength(1);
      });

      it('is forgotten like any other', async () => {
        await store.start(aNewAttempt({ attemptId: '00000000-0000-7000-8000-000000000000' }), refused);

        expect(await store.purge(NOON + 1, 10)).toEqual({ attempts: 1, undelivered: 0 });
        expect(await store.list({ limit: 10 })).toEqual([]);
      });

      it('is not made of an interaction that was cancelled before, or that has its attempt', async () => {
        await cancel({ interactionId: 'i-1' });
        const known = await start();

        expect(await store.start(aNewAttempt({ interactionId: 'i-1' }), refused)).toMatchObject({
          kind: 'overtaken',
          attempt: { state: 'cancelled' },
        });
        expect(await store.start(aNewAttempt({ interactionId: known.interactionId }), refused)).toMatchObject({
          kind: 'known',
          attempt: { state: 'pending' },
        });
      });

      it('leaves standing what it would have replaced', async () => {
        const standing = await start({ visitId: 'v-1' });

        expect(
          await store.start(aNewAttempt({ visitId: 'v-1' }), under('replace', { refusal: 'no-agents' })),
        ).toMatchObject({ kind: 'suppressed', attempt: { reason: 'no-agents' } });
        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), refused)).toMatchObject({ kind: 'visit-engaged' });
        expect(await stateOf(standing)).toBe('pending');
      });

      it('is made once of an interaction that is engaged many times at once', async () => {
        const engaged = aNewAttempt();

        const results = await Promise.all(
          Array.from({ length: 50 }, () => store.start({ ...engaged, attemptId: uuidv7() }, refused)),
        );

        expect(kindsOf(results)).toEqual({ suppressed: 1, known: 49 });
      });
    });

    describe('what stops an attempt', () => {
      it('is nothing when it would start, and then nothing is done', async () => {
        const due = await start({ visitId: 'v-1', deadline: NOON + seconds(10) });
        const later = { visitId: 'v-1', createdAt: NOON + seconds(11) };
        const standing = await start({ visitId: 'v-2' });

        expect(await store.stop(aNewAttempt(later), under('reject'))).toBeUndefined();
        expect(await store.stop(aNewAttempt({ visitId: 'v-2' }), under('replace'))).toBeUndefined();
        expect(await store.stop(aNewAttempt({ visitId: 'v-2' }), under('allow'))).toBeUndefined();
        expect([await stateOf(due), await stateOf(standing)]).toEqual(['pending', 'pending']);
        expect(await store.list({ limit: 10 })).toHaveLength(2);
      });

      it('is what would be answered to its start, and that is done', async () => {
        const standing = await start({ visitId: 'v-1' });
        await cancel({ interactionId: 'i-1' });
        const refused = aNewAttempt();

        expect(await store.stop(aNewAttempt({ visitId: 'v-1' }), under('reject'))).toMatchObject({
          kind: 'visit-engaged',
        });
        expect(await store.stop(aNewAttempt({ interactionId: standing.interactionId }), under('allow'))).toMatchObject({
          kind: 'known',
        });
        expect(await store.stop(aNewAttempt({ interactionId: 'i-1' }), under('allow'))).toMatchObject({
          kind: 'overtaken',
        });
        expect(await store.stop(refused, under('reject', { refusal: 'quiet-hours' }))).toMatchObject({
          kind: 'suppressed',
        });
        expect(await stateOf(refused)).toBe('suppressed');
      });
    });

    describe('a visitor who does not want to be asked again', () => {
      const wish = ({ attemptId, visitId }: Pick<NewAttempt, 'attemptId' | 'visitId'>, actor: string | null = null) =>
        store.dontAskAgain({ attemptId, visitId, actor, at: NOON + seconds(3) });

      it.each<VisitConflict>(['reject', 'replace', 'allow'])('is not asked again, under %s', async (conflict) => {
        const attempt = await start({ visitId: 'v-1' });
        await report(attempt, { disposition: 'declined' });

        expect(await wish(attempt)).toEqual([]);

        const later = { createdAt: NOON + seconds(86_400 * 300) };
        expect(await store.start(aNewAttempt({ visitId: 'v-1', ...later }), under(conflict))).toMatchObject({
          kind: 'suppressed',
          attempt: { reason: 'dont-ask-again' },
        });
        expect(await store.start(aNewAttempt({ visitId: 'v-2' }), under(conflict))).toMatchObject({ kind: 'started' });
      });

      it('says it before the answer, so that nothing comes between', async () => {
        const attempt = await start({ visitId: 'v-1' });

        await wish(attempt);

        expect(await stateOf(attempt)).toBe('pending');
        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), under('reject'))).toMatchObject({
          kind: 'visit-engaged',
        });
        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), under('replace'))).toMatchObject({
          kind: 'suppressed',
        });
        expect(await report(attempt, { disposition: 'declined' })).toMatchObject({ kind: 'advanced' });
      });

      it('sees nothing more of what is active for the visit', async () => {
        const [first, said, last] = [
          await start({ visitId: 'v-1' }, 'allow'),
          await start({ visitId: 'v-1' }, 'allow'),
          await start({ visitId: 'v-1' }, 'allow'),
        ];
        const other = await start({ visitId: 'v-2' });
        await report(first, { disposition: 'shown' });

        const ended = { state: 'cancelled', reason: 'dont-ask-again', endedAt: NOON + seconds(3) } as const;
        expect(await wish(said, 'website')).toEqual([
          { attempt: { ...headerOf(last), ...ended }, from: 'pending', shownAt: null },
          { attempt: { ...headerOf(first), ...ended }, from: 'shown', shownAt: NOON + seconds(1) },
        ]);
        expect((await found(last)).transitions.at(-1)).toEqual({
          state: 'cancelled',
          at: NOON + seconds(3),
          by: 'visitor',
          actor: 'website',
          reason: 'dont-ask-again',
        });
        expect([await stateOf(said), await stateOf(other)]).toEqual(['pending', 'pending']);
      });

      it('may say so of what has ended, and again', async () => {
        const attempt = await start({ visitId: 'v-1' });
        await cancel({ interactionId: attempt.interactionId });

        await wish(attempt);
        await wish(attempt);

        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), under('allow'))).toMatchObject({
          kind: 'suppressed',
        });
        expect(await stateOf(attempt)).toBe('cancelled');
      });

      it('speaks for no other visit, and of no attempt that is not there', async () => {
        const attempt = await start({ visitId: 'v-1' });
        await cancel({ interactionId: 'i-1', attemptId: 'a-1' });

        expect(await wish({ ...attempt, visitId: 'v-2' })).toEqual([]);
        expect(await wish({ attemptId: uuidv7(), visitId: 'v-1' })).toEqual([]);
        expect(await wish({ attemptId: 'a-1', visitId: 'v-1' })).toEqual([]);
        expect(await store.dontAskAgain({ attemptId: 'a-1', visitId: null, actor: 'website', at: NOON })).toEqual([]);

        for (const visitId of ['v-1', 'v-2'])
          expect(await store.start(aNewAttempt({ visitId }), under('allow'))).toMatchObject({ kind: 'started' });
      });

      it('may have it relayed', async () => {
        const attempt = await start({ visitId: 'v-1' });

        await store.dontAskAgain({ attemptId: attempt.attemptId, visitId: null, actor: 'website', at: NOON });

        expect(await store.start(aNewAttempt({ visitId: 'v-1' }), under('allow'))).toMatchObject({
          kind: 'suppressed',
        });
      });

      it('is forgotten with the attempt', async () => {
        const attempt = await start({ visitId: 'v-1', attemptId: '00000000-0000-7000-8000-000000000000' });
        await wish(attempt);
        await cancel({ interactionId: attempt.interactionId });
        await store.purge(NOON + seconds(10), 10);

        await expect(start({ visitId: 'v-1' })).resolves.toBeDefined();
      });

      it('has nothing active in the end when engages come at the same time', async () => {
        const attempt = await start({ visitId: 'v-1' }, 'allow');
        const engages = Array.from(
          { length: 60 },
          (_, index) => () =>
            index === 30
              ? wish(attempt)
              : store.start(
                  aNewAttempt({ visitId: 'v-1' }),
                  under('allow', { limits: { quietAfterDecline: 1, quietAfterAcceptance: null, cap: null } }),
                ),
        );

        await Promise.all(engages.map((engage) => engage()));

        expect(await store.activeOf('v-1', NOON)).toMatchObject([{ attemptId: attempt.attemptId }]);
      });
    });
  });
}
