import type { InTransactions, Operations } from './operations.js';
import { SqliteAttempts } from './sqlite-attempts.js';
import { SqliteDeliveries } from './sqlite-deliveries.js';
import type { SqliteFile } from './sqlite-file.js';
import { SqliteOutcomes } from './sqlite-outcomes.js';
import { SqliteTallies } from './sqlite-tallies.js';

/** Everything that the store's thread does on a file. */
export function operationsOn(file: SqliteFile): Operations & InTransactions {
  const outcomes = new SqliteOutcomes(file);
  return { ...new SqliteAttempts(file, outcomes), ...new SqliteDeliveries(file, outcomes), ...new SqliteTallies(file) };
}
