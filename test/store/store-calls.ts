import type { AttemptState } from '#service/contract/index.js';
import type {
  AttemptDetails,
  AttemptStore,
  Cancellation,
  CancelResult,
  DispositionResult,
  NewAttempt,
  RecordedDisposition,
  StartResult,
  VisitConflict,
} from '#service/engagement/index.js';
import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import { aNewAttempt, seconds, under } from '../support/builders.js';

export const NOON = Date.parse('2026-01-31T12:00:00Z');

/** Calls of a store as its suites make them: within seconds of noon, and as calls mostly are but for what a test says. */
export function callsOf(storeOf: () => AttemptStore) {
  const start = async (
    overrides: Partial<NewAttempt> = {},
    conflict: VisitConflict = 'reject',
  ): Promise<NewAttempt> => {
    const attempt = aNewAttempt({ createdAt: NOON, ...overrides });
    expect(await storeOf().start(attempt, under(conflict))).toMatchObject({ kind: 'started' });
    return attempt;
  };

  const report = (
    { attemptId, visitId }: Pick<NewAttempt, 'attemptId' | 'visitId'>,
    overrides: Partial<RecordedDisposition>,
  ): Promise<DispositionResult> =>
    storeOf().recordDisposition({
      attemptId,
      visitId,
      disposition: 'shown',
      dispositionId: null,
      reason: null,
      actor: null,
      page: 'page-1',
      at: NOON + seconds(1),
      ...overrides,
    });

  const cancel = (overrides: Partial<Cancellation>): Promise<CancelResult> =>
    storeOf().cancelInteraction({
      interactionId: 'no such interaction',
      visitId: null,
      reason: null,
      actor: null,
      at: NOON + seconds(2),
      attemptId: uuidv7(),
      ...overrides,
    });

  const found = async ({ attemptId }: { attemptId: string }): Promise<AttemptDetails> => {
    const attempt = await storeOf().find(attemptId);
    if (attempt === undefined) throw new Error(`${attemptId} is not on record`);
    return attempt;
  };

  const stateOf = async (attempt: { attemptId: string }): Promise<AttemptState> => (await found(attempt)).state;

  return { start, report, cancel, found, stateOf };
}

/** How many of each kind there are. */
export function kindsOf(results: readonly StartResult[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of results) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
