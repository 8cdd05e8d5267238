import type { Kysely, Migration } from 'kysely';
import type { Schema } from '../schema.js';

/** Which trace an attempt is part of, so that whatever becomes of it is told there. */
export const traces: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema.alterTable('attempts').addColumn('trace_parent', 'text').execute();
  },
};
