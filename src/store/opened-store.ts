import type { AttemptStore, Clock, OutcomeLog } from '../engagement/model.js';

/** A store, the outcomes in it, and the clock that its deadlines are held against. */
export interface OpenedStore {
  readonly store: AttemptStore;
  readonly outcomes: OutcomeLog;
  readonly clock: Clock;
}
