import type { AttemptState } from '../contract/index.js';
// By itself: the store's thread must not load what documents the wire.
import { OUTCOME_STATES, type OutcomeState } from '../contract/outcome-type.js';
import type { Attempt, AttemptContent, Author, Moment } from './attempt.js';

export { OUTCOME_STATES, type OutcomeState };

export function isOutcome(state: AttemptState): state is OutcomeState {
  const states: readonly AttemptState[] = OUTCOME_STATES;
  return states.includes(state);
}

/** A step of an attempt that its strategy is told of. */
export interface Outcome {
  /** Its place among all outcomes: whoever has seen one has seen all with lesser places. */
  readonly position: number;
  /** Which of its attempt's transitions it is, counted from 0. */
  readonly sequence: number;
  readonly state: OutcomeState;
  readonly at: Moment;
  readonly by: Author;
  readonly reason: string | null;
  /** The attempt as it is now: further steps may have followed. */
  readonly attempt: Attempt & AttemptContent;
}
