import type { OpenedStore } from '../opened-store.js';
import { Presence } from '../presence.js';
import { Calls } from './calls.js';
import { Database } from './database.js';
import { DatabaseClock } from './database-clock.js';
import { PostgresAttemptStore } from './postgres.attempt-store.js';
import { PostgresDeliveryBook } from './postgres.delivery-book.js';
import { PostgresOutcomeLog } from './postgres.outcome-log.js';
import { PostgresTallyBook } from './postgres.tally-book.js';
import { PostgresVisitBook } from './postgres.visit-book.js';
import { PostgresReadings } from './postgres.readings.js';

/** Connects to a PostgreSQL database, whose clock is every node's. */
export async function openPostgres(url: string, connections: number): Promise<OpenedStore> {
  const database = await Database.open(url, connections);
  try {
    const clock = await DatabaseClock.of(database);
    const calls = new Calls(new Presence(() => database.ping()));
    const store = new PostgresAttemptStore(database, calls, clock);
    return {
      store,
      outcomes: new PostgresOutcomeLog(database, calls),
      deliveries: new PostgresDeliveryBook(database, calls),
      tallies: new PostgresTallyBook(database, calls),
      visits: new PostgresVisitBook(database, calls),
      readings: new PostgresReadings(database, calls, store),
      clock,
      migrated: database.migrated,
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
