import { type Kysely, type Migration, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** How many attempts came to what, by the time at which they were started, their channel and their rule. */
export const tallies: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema
      .createTable('tallies')
      .addColumn('grain', 'text', (column) => column.notNull())
      .addColumn('bucket', 'bigint', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('rule_name', 'text', (column) => column.notNull())
      .addColumn('ending', 'text', (column) => column.notNull())
      .addColumn('was_delivered', 'integer', (column) => column.notNull())
      .addColumn('was_shown', 'integer', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('tallies_key', [
        'grain',
        'bucket',
        'channel',
        'rule_name',
        'ending',
        'was_delivered',
        'was_shown',
      ])
      .execute();
    await db.schema
      .createTable('latency_tallies')
      .addColumn('grain', 'text', (column) => column.notNull())
      .addColumn('bucket', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('within_ms', 'integer', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('latency_tallies_key', ['grain', 'bucket', 'kind', 'within_ms'])
      .execute();
    await db.schema
      .createTable('tally_names')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('tally_names_key', ['kind', 'name'])
      .execute();
    await db.schema
      .createTable('tally_progress')
      .addColumn('counted', 'text', (column) => column.primaryKey())
      .addColumn('up_to', 'bigint', (column) => column.notNull())
      .execute();
    await sql`insert into tally_progress values ('outcomes', 0)`.execute(db);
  },
};
