import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema.js';

/** Why nobody was invited, and how often. */
export const suppressions: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema
      .createTable('suppression_tallies')
      .addColumn('grain', 'text', (column) => column.notNull())
      .addColumn('bucket', 'bigint', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('suppression_tallies_key', ['grain', 'bucket', 'reason'])
      .execute();
  },
};
