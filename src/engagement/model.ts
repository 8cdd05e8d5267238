/** The part of the domain that needs no framework: what an attempt is, what may become of it, and how it is kept. */
export { remainingSeconds } from './answer-time.js';
export * from './attempt.js';
export * from './attempt-store.js';
export * from './clock.js';
export * from './delivery.js';
export * from './delivery-book.js';
export * from './disposition-rules.js';
export * from './endpoint-standing.js';
export * from './engagement.error.js';
export * from './ixn-profile.js';
export * from './lifecycle.js';
export * from './outcome.js';
export * from './outcome-log.js';
export * from './pacing.js';
export * from './visit-book.js';
export * from './visit-limits.js';
export * from './tally.js';
export * from './tally-book.js';
