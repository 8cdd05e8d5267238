import type {
  AttemptStore,
  Clock,
  DeliveryBook,
  OutcomeLog,
  StoreReadings,
  TallyBook,
  VisitBook,
} from '../engagement/model.js';

/** A store by its parts, what it tells of itself, and the clock that its deadlines are held against. */
export interface OpenedStore {
  readonly store: AttemptStore;
  readonly outcomes: OutcomeLog;
  readonly deliveries: DeliveryBook;
  readonly tallies: TallyBook;
  readonly visits: VisitBook;
  readonly readings: StoreReadings;
  readonly clock: Clock;
  /** Changes of the schema that it took, by their names; none where it was up to date. */
  readonly migrated: readonly string[];
}
