import {
  Clock,
  type IxnProfile,
  type NewAttempt,
  type StartTerms,
  type VisitConflict,
} from '#service/engagement/index.js';
import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

/** A profile that starts an attempt. Ids are new each time. */
export function anIxnProfile(overrides: Partial<IxnProfile> = {}): IxnProfile {
  return { interactionId: `interaction-${randomUUID()}`, visitId: `visit-${randomUUID()}`, ...overrides };
}

/** An attempt as it is put on record: five minutes to be shown, one to be answered. Its id is the newest so far. */
export function aNewAttempt(overrides: Partial<NewAttempt> = {}): NewAttempt {
  const createdAt = overrides.createdAt ?? Date.parse('2026-01-31T12:00:00Z');
  return {
    attemptId: uuidv7(),
    interactionId: `interaction-${randomUUID()}`,
    visitId: `visit-${randomUUID()}`,
    pageId: null,
    channel: 'chat',
    language: null,
    ruleName: null,
    state: 'pending',
    reason: null,
    createdAt,
    expiresAt: createdAt + 300_000,
    actor: null,
    endedAt: null,
    traceParent: null,
    deadline: createdAt + 300_000,
    answerWithin: 63_000,
    invitation: { displaySeconds: 60 },
    data: null,
    clientData: null,
    ...overrides,
  };
}

/** Terms that limit nothing, unless the test says so. */
export function under(conflict: VisitConflict, overrides: Partial<StartTerms> = {}): StartTerms {
  return { conflict, limits: null, refusal: null, ...overrides };
}

/** A clock that stands still until it is moved. */
export class TestClock extends Clock {
  constructor(private moment = Date.parse('2026-01-31T12:00:00Z')) {
    super();
  }

  override now(): number {
    return this.moment;
  }

  /** @param milliseconds how far to move; backwards when negative */
  advance(milliseconds: number): void {
    this.moment += milliseconds;
  }
}

export const seconds = (count: number): number => count * 1000;
