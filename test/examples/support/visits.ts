import type { DispositionName } from '#service/contract/index.js';
import { randomUUID } from 'node:crypto';
import { ACCEPTED, NOT_ACCEPTED } from './strategy-run.js';

/** What a visitor's page says of an invitation, and the end that the strategy comes to. */
export const ANSWERS: readonly (readonly [end: string, status: number, dispositions: readonly DispositionName[]])[] = [
  ['accepted', ACCEPTED, ['delivered', 'shown', 'accepted']],
  ['declined', NOT_ACCEPTED, ['delivered', 'shown', 'declined']],
  ['failed', NOT_ACCEPTED, ['delivered', 'shown', 'failed']],
  // It says no more: the gateway ends the attempt a moment after its display time.
  ['ignored', NOT_ACCEPTED, ['delivered', 'shown']],
];

/** What of the facts about a visit the tests ask for. */
export interface Facts {
  readonly interactionId: string;
  readonly visitId: string;
}

/** Facts about a visit that is worth an invitation. Its ids are new each time. */
export function aWorthyVisit(overrides: object = {}): Facts {
  const ids = { interactionId: `interaction-${randomUUID()}`, visitId: `visit-${randomUUID()}` };
  const facts = { ...ids, cartTotal: 129.9, ...overrides };
  return facts;
}
