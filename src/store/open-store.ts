import { setTimeout as delay } from 'node:timers/promises';
import { type Configuration, ConfigurationError } from '../config/index.js';
import { StoreUnavailableError } from '../engagement/model.js';
import { EventLog } from '../logging/index.js';
import type { OpenedStore } from './opened-store.js';
import { openPostgres } from './postgres/open-postgres.js';
import { openSqlite } from './sqlite/open-sqlite.js';

type Settings = Pick<Configuration, 'database' | 'databaseConnections' | 'databaseWaitSeconds'>;

const TRY_AGAIN_AFTER_MS = 1_000;

/**
 * Opens the configured database and brings its schema up to date. A PostgreSQL that cannot be reached is waited for.
 *
 * @throws ConfigurationError when it cannot be opened
 * @throws StoreUnavailableError when it could not be reached for as long as it may take
 */
export async function openStore(settings: Settings): Promise<OpenedStore> {
  const giveUpAt = performance.now() + settings.databaseWaitSeconds * 1000;
  for (let tries = 1; ; tries++) {
    try {
      return await open(settings);
    } catch (error) {
      const message = messageOf(error, settings);
      if (!(error instanceof StoreUnavailableError)) throw new ConfigurationError(message);
      if (performance.now() >= giveUpAt) throw new StoreUnavailableError(message);
      if (tries === 1) new EventLog('Store').tell('store.awaited', { why: error.message });
      await delay(TRY_AGAIN_AFTER_MS);
    }
  }
}

async function open({ database, databaseConnections }: Settings): Promise<OpenedStore> {
  if (database.kind === 'postgres') return openPostgres(database.url, databaseConnections);
  return openSqlite(database.file);
}

/** One line that names the setting, and the remedy. */
function messageOf(error: unknown, { database }: Settings): string {
  const why = error instanceof Error ? error.message : String(error);
  const [what, remedy] =
    database.kind === 'sqlite'
      ? [database.file, 'name a database file, or a new one in a directory that the service may write to']
      : ['the PostgreSQL database', 'name one that runs, and a user who may make tables in it'];
  return `DATABASE_URL: cannot open ${what} (${why}): ${remedy}`;
}
