import { type AttemptState, ENDED_STATES } from './attempt-state.js';

/** What strategies are told of: that an invitation is shown, and every ending. */
export const OUTCOME_STATES = ['shown', ...ENDED_STATES] as const satisfies readonly AttemptState[];

export type OutcomeState = (typeof OUTCOME_STATES)[number];

/** What outcomes are called where they are told. */
export type OutcomeType = `engagement.${OutcomeState}`;

export function outcomeTypeOf(state: OutcomeState): OutcomeType {
  return `engagement.${state}`;
}

export const OUTCOME_TYPES: readonly OutcomeType[] = OUTCOME_STATES.map(outcomeTypeOf);
