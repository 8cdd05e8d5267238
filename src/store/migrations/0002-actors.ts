import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema.js';

/** Who brought each transition about, by the name of their key. */
export const actors: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema.alterTable('transitions').addColumn('actor', 'text').execute();
  },
};
