import type { AttemptDetails, Moment } from './attempt.js';
import type { Delivery } from './delivery.js';

/** Everything that is kept about one attempt of a visit. */
export interface VisitRecord extends AttemptDetails {
  /** Pages that show it, or have shown it, by the names that they were given. */
  readonly showingPages: readonly string[];
  /** The id that a page gave to the report that ended it. */
  readonly dispositionId: string | null;
  /** The visitor said, of this attempt, that they want no other. */
  readonly dontAskAgain: boolean;
  readonly deliveries: readonly Delivery[];
}

/** That a visit was erased: when, by whom, and how much there was; nothing of what it was. */
export interface Erasure {
  /** UUIDv7, so that ids sort by age. */
  readonly erasureId: string;
  readonly at: Moment;
  /** The operator, by the name of their key; `null` in open mode. */
  readonly actor: string | null;
  /** How many attempts were erased. */
  readonly attempts: number;
  /** `null` for one that was interrupted: what was left then is still there. */
  readonly completedAt: Moment | null;
}

/**
 * What is kept about visits, to be shown to whom it is about, and to be erased.
 *
 * @throws StoreUnavailableError from every method
 */
export abstract class VisitBook {
  /** @returns what is kept about a visit, oldest first, after an attempt; at most `limit` attempts */
  abstract records(visitId: string, after: string | null, limit: number): Promise<readonly VisitRecord[]>;

  /** Puts on record that an erasure begins. */
  abstract beginErasure(erasure: Pick<Erasure, 'erasureId' | 'at' | 'actor'>): Promise<void>;

  /** Erases attempts of a visit that have ended, with all that is kept of them. @returns how many, at most `limit` */
  abstract erase(erasureId: string, visitId: string, limit: number): Promise<number>;

  /** @returns the erasure, which is over */
  abstract completeErasure(erasureId: string, at: Moment): Promise<Erasure>;

  /** @returns erasures before one, the latest first */
  abstract erasures(before: string | null, limit: number): Promise<readonly Erasure[]>;
}
