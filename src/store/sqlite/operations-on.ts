import type { InTransactions, Operations } from './operations.js';
import { SqliteAttempts } from './sqlite-attempts.js';
import { SqliteDeliveries } from './sqlite-deliveries.js';
import type { SqliteFile } from './sqlite-file.js';
import { SqliteForgetting } from './sqlite-forgetting.js';
import { SqliteOutcomes } from './sqlite-outcomes.js';
import { SqliteTallies } from './sqlite-tallies.js';
import { SqliteVisits } from './sqlite-visits.js';

/** Everything that the store's thread does on a file. */
export function operationsOn(file: SqliteFile): Operations & InTransactions {
  const outcomes = new SqliteOutcomes(file);
  const forgetting = new SqliteForgetting(file, outcomes);
  return {
    ...new SqliteAttempts(file, outcomes, forgetting),
    ...new SqliteDeliveries(file, outcomes),
    ...new SqliteTallies(file),
    ...new SqliteVisits(file, forgetting),
  };
}
