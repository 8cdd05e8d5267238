import type { AttemptStore, Clock, DeliveryBook, OutcomeLog, TallyBook } from '../engagement/model.js';

/** A store, the outcomes in it, what endpoints are to be told of them, how many there were, and the clock that its deadlines are held against. */
export interface OpenedStore {
  readonly store: AttemptStore;
  readonly outcomes: OutcomeLog;
  readonly deliveries: DeliveryBook;
  readonly tallies: TallyBook;
  readonly clock: Clock;
}
