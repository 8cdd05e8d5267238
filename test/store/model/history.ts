import { DISPOSITIONS } from '#service/contract/index.js';
import type {
  AttemptDetails,
  AttemptStore,
  StartTerms,
  VisitConflict,
  VisitLimits,
} from '#service/engagement/index.js';
import fc from 'fast-check';
import { aNewAttempt, under } from '../../support/builders.js';

const NOON = Date.parse('2026-01-31T12:00:00Z');

/** Few of each, so that calls meet. */
const INTERACTIONS = ['i-1', 'i-2', 'i-3', 'i-4', 'i-5', 'i-6'];
const VISITS = ['v-1', 'v-2'];
const PAGES = ['p-1', 'p-2', 'p-3'];

/** What happens next, and how many milliseconds after what was before. */
interface Event {
  readonly after: number;
  readonly act: Act;
}

type Act =
  | {
      readonly kind: 'engage';
      readonly interactionId: string;
      readonly visitId: string;
      readonly lives: number;
      /** `ask`: only what stops it is asked for. */
      readonly how: 'start' | 'ask' | 'refuse';
    }
  | { readonly kind: 'noengage'; readonly interactionId: string; readonly visitId: string | null }
  | { readonly kind: 'noengage-visit'; readonly visitId: string }
  | { readonly kind: 'operator-cancel'; readonly nth: number }
  | {
      readonly kind: 'report';
      /** Which of the attempts, counted from the newest. */
      readonly nth: number;
      readonly disposition: (typeof DISPOSITIONS)[number];
      readonly dispositionId: string | null;
      readonly page: string;
      readonly visitId: string | null;
    }
  | { readonly kind: 'wish'; readonly nth: number; readonly visitId: string | null }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'look'; readonly visitId: string };

export interface History {
  readonly conflict: VisitConflict;
  /** What the setting becomes half way, as when the service is started anew. */
  readonly conflictLater: VisitConflict;
  readonly limits: VisitLimits | null;
  readonly events: readonly Event[];
}

const interactionId = fc.constantFrom(...INTERACTIONS);
const visitId = fc.constantFrom(...VISITS);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('engage'),
      interactionId,
      visitId,
      lives: fc.constantFrom(50, 500, 5_000),
      how: fc.constantFrom('start', 'start', 'start', 'start', 'start', 'start', 'ask', 'refuse'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('noengage'), interactionId, visitId: fc.option(visitId) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('noengage-visit'), visitId }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('operator-cancel'), nth: fc.nat({ max: 3 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('report'),
      nth: fc.nat({ max: 3 }),
      disposition: fc.constantFrom(...DISPOSITIONS),
      dispositionId: fc.constantFrom(null, 'd-1', 'd-2'),
      page: fc.constantFrom(...PAGES),
      visitId: fc.option(visitId),
    }),
  },
  {
    weight: 1,
    // Most come to nothing: after one that counts, its visit has nothing more to tell.
    arbitrary: fc.record({ kind: fc.constant('wish'), nth: fc.nat({ max: 20 }), visitId: fc.option(visitId) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'sweep' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look'), visitId }) },
);

const conflict = fc.constantFrom<VisitConflict>('reject', 'replace', 'allow');

const quiet = fc.constantFrom(null, 100, 1_000);

const limits: fc.Arbitrary<VisitLimits> = fc.record({
  quietAfterDecline: quiet,
  quietAfterAcceptance: quiet,
  cap: fc.constantFrom(null, { most: 1, within: 300 }, { most: 2, within: 1_000 }, { most: 3, within: 10_000 }),
});

/** What may happen to a few interactions of two visits, in any order. */
export const anyHistory: fc.Arbitrary<History> = fc.record({
  conflict,
  conflictLater: conflict,
  limits: fc.option(limits),
  events: fc.array(fc.record({ after: fc.integer({ min: 1, max: 200 }), act }), {
    minLength: 5,
    maxLength: 60,
    size: 'max',
  }),
});

export interface Told {
  /** What the store answered to each call. */
  readonly answers: readonly unknown[];
  /** What is on record in the end. */
  readonly attempts: readonly AttemptDetails[];
  readonly allowedSeveral: boolean;
}

/** Makes the calls of a history one after the other. Ids are alike each time it is told. */
export async function retell(
  { conflict: first, conflictLater, limits: granted, events }: History,
  store: AttemptStore,
): Promise<Told> {
  const answers: unknown[] = [];
  let now = NOON;
  let count = 0;
  const nextId = (): string => `a-${String(++count).padStart(4, '0')}`;

  const nthId = async (nth: number): Promise<string> => {
    const attempts = await store.list({ limit: nth + 1 });
    return attempts[nth]?.attemptId ?? 'no such attempt';
  };

  const call = async (made: Act, setting: VisitConflict): Promise<unknown> => {
    switch (made.kind) {
      case 'engage': {
        const expiresAt = now + made.lives;
        const times = { createdAt: now, expiresAt, deadline: expiresAt, answerWithin: 300 };
        const ids = { attemptId: nextId(), interactionId: made.interactionId, visitId: made.visitId };
        const attempt = aNewAttempt({ ...ids, ...times, actor: 'engager' });
        const refusal = made.how === 'refuse' ? 'quiet-hours' : null;
        const terms: StartTerms = under(setting, { limits: granted, refusal });
        return made.how === 'ask' ? store.stop(attempt, terms) : store.start(attempt, terms);
      }
      case 'noengage':
        return store.cancelInteraction({
          ...made,
          reason: 'taken back',
          actor: 'canceller',
          at: now,
          attemptId: nextId(),
        });
      case 'noengage-visit':
        return store.cancelVisit({ visitId: made.visitId, reason: null, by: 'strategy', actor: 'canceller', at: now });
      case 'operator-cancel':
        return store.cancelAttempt({ attemptId: await nthId(made.nth), reason: null, actor: 'operator', at: now });
      case 'wish':
        return store.dontAskAgain({ ...made, attemptId: await nthId(made.nth), actor: null, at: now });
      case 'report': {
        return store.recordDisposition({
          ...made,
          attemptId: await nthId(made.nth),
          reason: null,
          actor: made.visitId === null ? 'relay' : null,
          at: now,
        });
      }
      case 'sweep':
        return inOrderOfIds(await store.endDue(now, 100));
      case 'look':
        return [await store.activeOf(made.visitId, now), await store.madeBetween(now - 300, now, 100)];
    }
  };

  for (const [index, { after, act: made }] of events.entries()) {
    now += after;
    answers.push(await call(made, index < events.length / 2 ? first : conflictLater));
  }

  const attempts: AttemptDetails[] = [];
  for (const { attemptId } of await store.list({ limit: 1_000 })) {
    const attempt = await store.find(attemptId);
    if (attempt !== undefined) attempts.push(attempt);
  }
  return { answers: [...answers, attempts], attempts, allowedSeveral: [first, conflictLater].includes('allow') };
}

/** Of attempts that are due at the same moment, any may be ended first. */
function inOrderOfIds<T extends { readonly attempt: { readonly attemptId: string } }>(
  changes: readonly T[],
): readonly T[] {
  return changes.toSorted((one, other) => (one.attempt.attemptId < other.attempt.attemptId ? -1 : 1));
}
