import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'libsql';
import pg from 'pg';
import type { Store } from '../systems/store.js';

type Row = Readonly<Record<string, string>>;

/** A store's database while no gateway uses it, to be filled directly. */
export interface SeedDatabase {
  /** Every column of the store's own tables: `table`, `column` and `type`. */
  readonly columns: string;
  /** Every index that is not made by a constraint: `name`, and the `sql` that makes it. */
  readonly indexes: string;
  rows(sql: string): Promise<readonly Row[]>;
  run(sql: string): Promise<void>;
}

interface OpenedDatabase extends SeedDatabase {
  /** Closes it, with what was written on the disk, so that nothing of it disturbs what is measured next. */
  finish(): Promise<void>;
  /** Closes it as it is. */
  abandon(): Promise<void>;
}

/** Opens a store's database, fills it, and closes it, however the filling ends. */
export async function whileSeeding(
  { kind, url }: Store,
  fill: (database: SeedDatabase) => Promise<void>,
): Promise<void> {
  const database = await (kind === 'sqlite' ? openSqlite(url.slice('sqlite:'.length)) : openPostgres(url));
  try {
    await fill(database);
  } catch (error) {
    await database.abandon();
    throw error;
  }
  await database.finish();
}

/**
 * Fills it without its indexes, which it has again afterwards: kept up to date row by row, they would take most of the time.
 *
 * @param needed names of those that stay
 */
export async function withoutIndexes(
  database: SeedDatabase,
  fill: () => Promise<void>,
  needed: ReadonlySet<string> = new Set(),
): Promise<void> {
  const indexes = (await database.rows(database.indexes)).filter(({ name = '' }) => !needed.has(name));
  for (const { name } of indexes) await database.run(`drop index "${name}"`);
  await fill();
  for (const { sql = '' } of indexes) await database.run(sql);
}

async function openSqlite(file: string): Promise<OpenedDatabase> {
  const database = new Database(file);
  // The file goes with the benchmark: nothing that happens to it half-way matters.
  for (const pragma of ['journal_mode = off', 'synchronous = off', 'cache_size = -1000000'])
    database.exec(`pragma ${pragma}`);
  return {
    columns: `select m.name as "table", c.name as "column", c.type as "type"
      from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'`,
    indexes: `select name, sql from sqlite_master where type = 'index' and sql is not null`,
    rows: async (sql) => database.prepare(sql).all() as readonly Row[],
    run: async (sql) => void database.exec(sql),
    finish: async () => {
      database.exec('pragma journal_mode = wal');
      database.close();
      const descriptor = openSync(file, 'r+');
      fsyncSync(descriptor);
      closeSync(descriptor);
    },
    abandon: async () => void database.close(),
  };
}

async function openPostgres(url: string): Promise<OpenedDatabase> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`set synchronous_commit = off; set maintenance_work_mem = '512MB'`);
  return {
    columns: `select table_name as "table", column_name as "column", data_type as "type"
      from information_schema.columns where table_schema = 'public'`,
    indexes: `select indexname as name, indexdef as sql from pg_indexes
      where schemaname = 'public' and indexname not in (select conname from pg_constraint)`,
    rows: async (sql) => (await client.query<Row>(sql)).rows,
    run: async (sql) => void (await client.query(sql)),
    finish: async () => {
      await client.query('vacuum analyze');
      await client.query('checkpoint');
      await client.end();
    },
    abandon: () => client.end().catch(() => undefined),
  };
}
