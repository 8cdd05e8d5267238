import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** What endpoints are to be told of outcomes, and how endpoints fare. */
export const deliveries: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await db.schema
      .createTable('webhook_endpoints')
      .addColumn('endpoint', 'text', (column) => column.primaryKey())
      .addColumn('planned_up_to', 'bigint', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .addColumn('paused_until', 'bigint')
      .addColumn('disabled_at', 'bigint')
      .execute();

    await db.schema
      .createTable('deliveries')
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('attempt_id', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('planned_at', 'bigint', (column) => column.notNull())
      .addColumn('due_at', 'bigint')
      .addColumn('settled_at', 'bigint')
      .addColumn('answer', 'integer')
      .addColumn('error', 'text')
      .addPrimaryKeyConstraint('deliveries_key', ['position', 'endpoint'])
      .execute();

    if (db.getExecutor().adapter instanceof PostgresAdapter)
      await sql`alter table deliveries alter column attempt_id type text collate "C"`.execute(db);
    await sql`create index deliveries_due on deliveries (endpoint, due_at, position) where state = 'waiting'`.execute(
      db,
    );
    await sql`create index deliveries_old on deliveries (planned_at) where state = 'waiting'`.execute(db);
    await sql`create index deliveries_undelivered on deliveries (position) where state <> 'delivered'`.execute(db);
    await db.schema.createIndex('deliveries_attempt').on('deliveries').columns(['attempt_id', 'position']).execute();
  },
};
