/** States of an attempt whose invitation the visitor may still see or answer. */
export const ACTIVE_STATES = ['pending', 'delivered', 'shown'] as const;

/** Endings. Nothing follows them. */
export const ENDED_STATES = [
  'accepted',
  'declined',
  'ignored',
  'failed',
  'cancelled',
  'expired',
  'suppressed',
] as const;

export const ATTEMPT_STATES = [...ACTIVE_STATES, ...ENDED_STATES] as const;

export type ActiveState = (typeof ACTIVE_STATES)[number];
export type EndedState = (typeof ENDED_STATES)[number];
export type AttemptState = ActiveState | EndedState;
