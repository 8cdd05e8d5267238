import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema.js';

/** That visits were erased, and when; nothing of what there was. */
export const erasures: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema
      .createTable('erasures')
      .addColumn('erasure_id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor', 'text')
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('completed_at', 'bigint')
      .execute();
  },
};
