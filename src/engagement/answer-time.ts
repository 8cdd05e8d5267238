import type { ActiveAttempt, Moment } from './attempt.js';

/** What a page gets beyond its display time, in milliseconds, for its own `ignored` to arrive first. */
const ANSWER_GRACE_MS = 3_000;

/** Once an invitation is shown, how long until the attempt ends by itself, in milliseconds. */
export function answerWithin(displaySeconds: number): number {
  return displaySeconds * 1000 + ANSWER_GRACE_MS;
}

/** Whole seconds that are left: to be shown in, or, once shown, to be answered in. */
export function remainingSeconds({ state, deadline }: ActiveAttempt, now: Moment): number {
  const end = state === 'shown' ? deadline - ANSWER_GRACE_MS : deadline;
  return Math.max(0, Math.ceil((end - now) / 1000));
}
