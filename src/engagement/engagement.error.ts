import type { AttemptState } from '../contract/index.js';

/** Faults that the caller brought about and can tell apart. */
export const ENGAGEMENT_ERROR_CODES = [
  'interaction-conflict',
  'visit-engaged',
  'attempt-ended',
  'attempt-not-found',
  'disposition-out-of-order',
] as const;

export type EngagementErrorCode = (typeof ENGAGEMENT_ERROR_CODES)[number];

/** The attempt that stands in the way. */
export interface EngagementErrorFacts {
  readonly attemptId?: string;
  readonly state?: AttemptState;
}

export class EngagementError extends Error {
  override readonly name = 'EngagementError';

  constructor(
    readonly code: EngagementErrorCode,
    message: string,
    readonly facts: EngagementErrorFacts = {},
  ) {
    super(message);
  }
}

/** More engagements wait for the store than it can keep up with. Nothing was done; the call may be repeated. */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError';
}

/** The store cannot be reached. Nothing is wrong with the request: it may be sent again. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
