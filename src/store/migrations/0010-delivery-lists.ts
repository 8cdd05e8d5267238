import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** Lists and counts of one endpoint's deliveries, and of what is not delivered, go through no others. */
export const deliveryLists: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    await sql`create index deliveries_of on deliveries (endpoint, position)`.execute(db);
    await sql`create index deliveries_open on deliveries (state, position) where state <> 'delivered'`.execute(db);
    await sql`create index deliveries_open_of on deliveries (endpoint, state, position, planned_at)
      where state <> 'delivered'`.execute(db);
    await sql`drop index deliveries_undelivered`.execute(db);
    // Of an attempt's deliveries to one endpoint, nothing else is as near.
    await sql`create index deliveries_of_attempt on deliveries (attempt_id, endpoint, position)`.execute(db);
    await sql`drop index deliveries_attempt`.execute(db);
    // Its rows change a few times within seconds: plans must not be made for an empty table.
    if (db.getExecutor().adapter instanceof PostgresAdapter)
      await sql`alter table deliveries set (autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 500,
        autovacuum_vacuum_scale_factor = 0.05)`.execute(db);
  },
};
