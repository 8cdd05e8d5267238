import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Schema } from '../schema.js';
import { attempts } from './0001-attempts.js';
import { actors } from './0002-actors.js';
import { postgres } from './0003-postgres.js';
import { youngAttempts } from './0004-young-attempts.js';
import { outcomes } from './0005-outcomes.js';
import { deliveries } from './0006-deliveries.js';
import { wishes } from './0007-wishes.js';
import { tallies } from './0008-tallies.js';
import { deliveryLists } from './0010-delivery-lists.js';
import { suppressions } from './0011-suppressions.js';
import { erasures } from './0012-erasures.js';
import { traces } from './0013-traces.js';

/** Every change of the schema, oldest first. One that has shipped is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-attempts': attempts,
  '0002-actors': actors,
  '0003-postgres': postgres,
  '0004-young-attempts': youngAttempts,
  '0005-outcomes': outcomes,
  '0006-deliveries': deliveries,
  '0007-wishes': wishes,
  '0008-tallies': tallies,
  '0010-delivery-lists': deliveryLists,
  '0011-suppressions': suppressions,
  '0012-erasures': erasures,
  '0013-traces': traces,
};

/** Brings the database to the schema that this release works with. @returns the names of the changes that it took */
export async function migrate(db: Kysely<Schema>): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}
