import { SystemClock } from '../../engagement/model.js';
import type { OpenedStore } from '../opened-store.js';
import { SqliteAttemptStore } from './sqlite.attempt-store.js';
import { SqliteDeliveryBook } from './sqlite.delivery-book.js';
import { SqliteOutcomeLog } from './sqlite.outcome-log.js';
import { SqliteReadings } from './sqlite.readings.js';
import { StoreThread } from './store-thread.js';
import { SqliteTallyBook } from './sqlite.tally-book.js';
import { SqliteVisitBook } from './sqlite.visit-book.js';

/**
 * Opens an SQLite file, or makes it.
 *
 * @throws Error when it cannot be opened or brought up to date
 */
export async function openSqlite(file: string): Promise<OpenedStore> {
  const thread = await StoreThread.open(file);
  return {
    store: new SqliteAttemptStore(thread),
    outcomes: new SqliteOutcomeLog(thread),
    deliveries: new SqliteDeliveryBook(thread),
    tallies: new SqliteTallyBook(thread),
    visits: new SqliteVisitBook(thread),
    readings: new SqliteReadings(thread),
    clock: new SystemClock(),
    migrated: thread.migrated,
  };
}
