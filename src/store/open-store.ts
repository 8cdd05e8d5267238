import { type Configuration, ConfigurationError } from '../config/index.js';
import type { AttemptStore } from '../engagement/model.js';
import { SqliteAttemptStore } from './sqlite/sqlite.attempt-store.js';

/**
 * Opens the configured database and brings its schema up to date.
 *
 * @throws ConfigurationError when it cannot be opened
 */
export async function openStore({ file }: Configuration['database']): Promise<AttemptStore> {
  try {
    return await SqliteAttemptStore.open(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      `DATABASE_URL: cannot open ${file} (${why}): name a database file, or a new one in a directory that the service may write to`,
    );
  }
}
