import { type Kysely, type Migration, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** Keeps, with the attempt that it was said about, that a visitor wants no other. Hardly any row is in the index. */
export const wishes: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema.alterTable('attempts').addColumn('dont_ask_again', 'integer').execute();
    await sql`create index attempts_dont_ask_again on attempts (visit_id) where dont_ask_again = 1`.execute(db);
  },
};
