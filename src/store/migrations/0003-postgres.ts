import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely';
import type { Schema } from '../schema.js';

/** What PostgreSQL needs beside: ids in the order of their bytes, and room in each page for the steps of its attempts. */
export const postgres: Migration = {
  async up(db: Kysely<Schema>): Promise<void> {
    if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return;
    await sql`alter table attempts alter column attempt_id type text collate "C"`.execute(db);
    await sql`alter table transitions alter column attempt_id type text collate "C"`.execute(db);
    await sql`alter table attempts set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`.execute(db);
  },
};
