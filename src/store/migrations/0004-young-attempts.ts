import { type Kysely, type Migration, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** Finds what was made lately whatever has become of it meanwhile: some node’s pages may still not know of it. */
export const youngAttempts: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema.dropIndex('attempts_undelivered').execute();
    await sql`create index attempts_young on attempts (created_at) where ended_at is null`.execute(db);
  },
};
