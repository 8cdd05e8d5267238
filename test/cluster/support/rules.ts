import { hasEnded, mayFollow } from '#service/engagement/index.js';
import type { History } from './history.js';
import type { RecordedAttempt, Records } from './record.js';

/** Everything that is known at the end: what was answered and shown, and what the database holds. */
export interface Evidence {
  readonly history: History;
  readonly records: Records;
}

interface Rule {
  readonly says: string;
  /** @returns each breach, as a sentence */
  readonly breaches: (evidence: Evidence) => readonly string[];
}

/** How long after its deadline an attempt may stay active, in milliseconds. */
const ENDED_WITHIN_MS = 5_000;

/** How much before its time an attempt may expire, in milliseconds. */
const EARLY_MS = 1_000;

/** How much longer an invitation that was on its way when its cancellation was answered may take, in milliseconds. */
const ON_ITS_WAY_MS = 250;

/** What must hold, whatever fails. */
export const RULES: readonly Rule[] = [
  {
    says: 'an engage that was answered 200 is on record, as the attempt that was answered',
    breaches: ({ history, records }) => {
      const recorded = byInteraction(records);
      return history.engages
        .filter(({ reply }) => reply.status === 200)
        .filter(({ profile, reply }) => recorded.get(profile.interactionId)?.attemptId !== reply.body.attemptId)
        .map(({ profile }) => `interaction ${profile.interactionId}`);
    },
  },
  {
    says: 'an attempt goes step by step to one ending, and nothing follows it',
    breaches: ({ records }) =>
      records.attempts
        .filter(({ transitions, state }) => {
          const states = transitions.map((transition) => transition.state);
          const isOrdered = states.slice(1).every((next, index) => mayFollow(states[index] ?? next, next));
          return !isOrdered || states.at(-1) !== state;
        })
        .map(({ attemptId, transitions }) => `attempt ${attemptId}: ${transitions.map(({ state }) => state).join()}`),
  },
  {
    says: 'nothing is active past its deadline',
    breaches: ({ records }) =>
      records.attempts
        .filter(({ deadline }) => deadline !== null && deadline + ENDED_WITHIN_MS < records.now)
        .map(({ attemptId }) => `attempt ${attemptId}`),
  },
  {
    says: 'nothing expires before its time',
    breaches: ({ records }) =>
      records.attempts
        .filter(({ state, expiresAt, endedAt }) => state === 'expired' && (endedAt ?? 0) < (expiresAt ?? 0) - EARLY_MS)
        .map(({ attemptId }) => `attempt ${attemptId}`),
  },
  {
    says: 'a visit has one active attempt at a time',
    breaches: ({ records }) =>
      [...groupedBy(records.attempts, ({ visitId }) => String(visitId))].flatMap(([visitId, attempts]) => {
        const inOrder = attempts
          .filter(({ transitions }) => transitions[0]?.state === 'pending')
          .toSorted((one, other) => one.createdAt - other.createdAt);
        return inOrder
          .slice(1)
          .filter(
            ({ createdAt }, index) => (inOrder[index]?.endedAt ?? Number.POSITIVE_INFINITY) > createdAt + CLOCK_MS,
          )
          .map(({ attemptId }) => `visit ${visitId}: attempt ${attemptId} began before the one before had ended`);
      }),
  },
  {
    says: 'a cancel that was answered 200 is the ending on record',
    breaches: ({ history, records }) => {
      const recorded = byInteraction(records);
      return history.cancels
        .filter(({ reply }) => reply.status === 200)
        .filter(({ interactionId }) => recorded.get(interactionId)?.state !== 'cancelled')
        .map(({ interactionId }) => `interaction ${interactionId}: ${recorded.get(interactionId)?.state}`);
    },
  },
  {
    says: 'nothing is shown after a cancel that was answered 200',
    breaches: ({ history, records }) => {
      const attempts = byId(records);
      const cancels = new Map(
        history.cancels.filter(({ reply }) => reply.status === 200).map(({ interactionId, at }) => [interactionId, at]),
      );
      return history.showings.flatMap(({ attemptId, at, page }) => {
        const cancelled = cancels.get(attempts.get(attemptId)?.interactionId ?? '');
        return cancelled !== undefined && at > cancelled + ON_ITS_WAY_MS
          ? [`attempt ${attemptId} on ${page.visitId} ${page.pageId}, ${Math.round(at - cancelled)} ms after`]
          : [];
      });
    },
  },
  {
    says: 'a page shows an attempt once',
    breaches: ({ history }) =>
      [...groupedBy(history.showings, ({ attemptId, page }) => `${attemptId} on ${page.visitId} ${page.pageId}`)]
        .filter(([, showings]) => showings.length > 1)
        .map(([what, showings]) => `attempt ${what}: ${showings.length} times`),
  },
  {
    says: 'an attempt is accepted by one page, and the record says so',
    breaches: ({ history, records }) => {
      const attempts = byId(records);
      const accepted = history.outcomes.filter(({ told }) => told === 'accepted');
      return [...groupedBy(accepted, ({ attemptId }) => attemptId)].flatMap(([attemptId, outcomes]) => {
        const state = attempts.get(attemptId)?.state;
        return outcomes.length > 1 || state !== 'accepted'
          ? [`attempt ${attemptId}: ${outcomes.length} pages were told, and it is ${state}`]
          : [];
      });
    },
  },
  {
    says: 'a page is told the ending that is on record',
    breaches: ({ history, records }) => {
      const attempts = byId(records);
      return history.outcomes
        .filter(({ told, attemptId }) => told.replace('closed as ', '') !== attempts.get(attemptId)?.state)
        .map(({ told, attemptId }) => `attempt ${attemptId}: ${told}, and it is ${attempts.get(attemptId)?.state}`);
    },
  },
  {
    says: 'what has ended is on show on no page that is connected',
    breaches: ({ history, records }) => {
      const attempts = byId(records);
      return history.pages
        .filter(({ isConnected }) => isConnected)
        .flatMap((page) => page.showing.map((attemptId) => ({ page, attemptId })))
        .filter(({ attemptId }) => isOver(attempts.get(attemptId)))
        .map(({ page, attemptId }) => `attempt ${attemptId} on ${page.visitId} ${page.pageId}`);
    },
  },
  {
    says: 'what is active is on show on every page that it is for and that is connected',
    breaches: ({ history, records }) => {
      const active = records.attempts.filter((attempt) => !isOver(attempt));
      return active.flatMap(({ attemptId, visitId, pageId }) =>
        history.pages
          .filter((page) => page.isConnected && page.visitId === visitId && (pageId ?? page.pageId) === page.pageId)
          .filter((page) => !page.showing.includes(attemptId))
          .map((page) => `attempt ${attemptId} on ${page.visitId} ${page.pageId}`),
      );
    },
  },
];

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** How far apart two moments of the database may be that nodes read from it, in milliseconds. */
const CLOCK_MS = 100;

/** @returns every breach of every rule */
export function breachesIn(evidence: Evidence): readonly string[] {
  return RULES.flatMap(({ says, breaches }) => breaches(evidence).map((breach) => `${says}: ${breach}`));
}

function isOver(attempt: RecordedAttempt | undefined): boolean {
  return attempt === undefined || hasEnded(attempt.state);
}

function byInteraction({ attempts }: Records): ReadonlyMap<string, RecordedAttempt> {
  return new Map(attempts.map((attempt) => [attempt.interactionId, attempt]));
}

function byId({ attempts }: Records): ReadonlyMap<string, RecordedAttempt> {
  return new Map(attempts.map((attempt) => [attempt.attemptId, attempt]));
}
