import { StoreReadings } from '../../engagement/model.js';
import type { Calls } from './calls.js';
import type { Database } from './database.js';
import type { PostgresAttemptStore } from './postgres.attempt-store.js';

/** What a node tells of its part of a PostgreSQL database. */
export class PostgresReadings extends StoreReadings {
  override readonly kind = 'postgres';
  override readonly availability = this.underWay.presence.availability;
  override readonly failures = this.underWay.failures;
  override readonly batches = new Map([...this.store.batches].map(([of, { measures }]) => [of, measures]));

  constructor(
    override readonly server: Database,
    private readonly underWay: Calls,
    private readonly store: PostgresAttemptStore,
  ) {
    super();
  }

  override ask(): Promise<void> {
    return this.underWay.presence.ask();
  }

  override get calls(): { readonly waiting: number; readonly underWay: number } {
    let waiting = 0;
    for (const { waitingCount } of this.store.batches.values()) waiting += waitingCount;
    return { waiting, underWay: this.underWay.count - waiting };
  }
}
