import type { AttemptStore, Clock } from '../engagement/model.js';

/** A store, and the clock that its deadlines are held against. */
export interface OpenedStore {
  readonly store: AttemptStore;
  readonly clock: Clock;
}
