import { type Kysely, type Migration, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** Attempts, their transitions, and an index for each question that the service asks. */
export const attempts: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema
      .createTable('attempts')
      .addColumn('attempt_id', 'text', (column) => column.primaryKey())
      .addColumn('interaction_id', 'text', (column) => column.notNull().unique())
      .addColumn('visit_id', 'text')
      .addColumn('page_id', 'text')
      .addColumn('channel', 'text')
      .addColumn('language', 'text')
      .addColumn('rule_name', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('deadline', 'bigint')
      .addColumn('answer_within', 'integer')
      .addColumn('exclusive', 'integer', (column) => column.notNull())
      .addColumn('transition_count', 'integer', (column) => column.notNull())
      .addColumn('showing_pages', 'text', (column) => column.notNull())
      .addColumn('ended_by', 'text')
      .addColumn('invitation', 'text')
      .addColumn('data', 'text')
      .addColumn('client_data', 'text')
      .execute();

    // One active attempt per visit, unless the deployer allows several.
    await sql`create unique index attempts_engaged_visit on attempts (visit_id) where ended_at is null and exclusive = 1`.execute(
      db,
    );
    await sql`create index attempts_active_visit on attempts (visit_id) where ended_at is null`.execute(db);
    await sql`create index attempts_due on attempts (deadline) where ended_at is null`.execute(db);
    await sql`create index attempts_undelivered on attempts (created_at) where state = 'pending'`.execute(db);
    await db.schema.createIndex('attempts_visit').on('attempts').columns(['visit_id', 'attempt_id']).execute();
    await db.schema.createIndex('attempts_state').on('attempts').columns(['state', 'attempt_id']).execute();

    await db.schema
      .createTable('transitions')
      .addColumn('attempt_id', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('transitions_key', ['attempt_id', 'sequence'])
      .execute();
  },
};
