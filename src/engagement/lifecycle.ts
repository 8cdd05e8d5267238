import type { AttemptState, EndedState } from '../contract/index.js';

/** States in which an attempt may start. */
export const FIRST_STATES = ['pending', 'suppressed', 'cancelled'] as const satisfies readonly AttemptState[];

/** Where an attempt may go next: steps may be skipped, never reversed, and nothing follows an ending. */
export const NEXT_STATES = {
  pending: ['delivered', 'shown', 'accepted', 'declined', 'failed', 'cancelled', 'expired'],
  delivered: ['shown', 'accepted', 'declined', 'failed', 'cancelled', 'expired'],
  shown: ['accepted', 'declined', 'ignored', 'failed', 'cancelled'],
  accepted: [],
  declined: [],
  ignored: [],
  failed: [],
  cancelled: [],
  expired: [],
  suppressed: [],
} as const satisfies Record<AttemptState, readonly AttemptState[]>;

export function mayFollow(from: AttemptState, to: AttemptState): boolean {
  const next: readonly AttemptState[] = NEXT_STATES[from];
  return next.includes(to);
}

/** The states from which an attempt may go to this one. */
export function statesBefore(to: AttemptState): readonly AttemptState[] {
  return STATES.filter((from) => mayFollow(from, to));
}

export function hasEnded(state: AttemptState): state is EndedState {
  return NEXT_STATES[state].length === 0;
}

/** How an active attempt ends when its deadline passes: not shown in time, or shown and left unanswered. */
export function endingWhenDue(state: AttemptState): 'ignored' | 'expired' {
  return mayFollow(state, 'ignored') ? 'ignored' : 'expired';
}

const STATES: readonly AttemptState[] = Object.keys(NEXT_STATES).filter(isState);

function isState(name: string): name is AttemptState {
  return name in NEXT_STATES;
}
