import { type Configuration, ConfigurationError } from '../config/index.js';
import { SystemClock } from '../engagement/model.js';
import type { OpenedStore } from './opened-store.js';
import { openPostgres } from './postgres/open-postgres.js';
import { SqliteAttemptStore } from './sqlite/sqlite.attempt-store.js';

/**
 * Opens the configured database and brings its schema up to date.
 *
 * @throws ConfigurationError when it cannot be opened
 */
export async function openStore({
  database,
  databaseConnections,
}: Pick<Configuration, 'database' | 'databaseConnections'>): Promise<OpenedStore> {
  try {
    if (database.kind === 'postgres') return await openPostgres(database.url, databaseConnections);
    return { store: await SqliteAttemptStore.open(database.file), clock: new SystemClock() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const [what, remedy] =
      database.kind === 'sqlite'
        ? [database.file, 'name a database file, or a new one in a directory that the service may write to']
        : ['the PostgreSQL database', 'name one that runs, and a user who may make tables in it'];
    throw new ConfigurationError(`DATABASE_URL: cannot open ${what} (${why}): ${remedy}`);
  }
}
