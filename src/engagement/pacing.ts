import type { NewAttempt } from './attempt.js';

/** What is told of an attempt that would start: enough to find out who would answer, and nothing that is attached. */
export type PacingQuestion = Pick<NewAttempt, 'interactionId' | 'visitId' | 'channel' | 'language' | 'ruleName'>;

export type PacingAnswer =
  | { readonly kind: 'invite' }
  | { readonly kind: 'suppress'; readonly reason: string }
  /** Nobody has said anything in time. */
  | { readonly kind: 'unavailable' };

/** Knows whether there are agents to answer whom would be invited. Does not throw. */
export abstract class Pacing {
  abstract ask(question: PacingQuestion): Promise<PacingAnswer>;
}
