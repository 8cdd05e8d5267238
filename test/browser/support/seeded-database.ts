import { COUNTING } from '#service/store/tally-statements.js';
import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { counting, type SeededHistory, seeding, settling } from '../../support/seeded-history.js';

/** An SQLite file with a past. */
export interface SeededDatabase {
  readonly url: string;
  remove(): Promise<void>;
}

/** Makes the tables as the service does, and fills them. */
export async function aSeededDatabase(past: Omit<SeededHistory, 'kind'>): Promise<SeededDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'engagement-console-test-'));
  const file = join(directory, 'test.db');
  await (await openSqlite(file)).store.close();
  const history: SeededHistory = { ...past, kind: 'sqlite' };
  const database = new Database(file);
  // Nothing that happens to it half way matters.
  database.exec('pragma synchronous = off');
  database.exec('begin');
  for (const sql of seeding(history, 0, history.attempts - 1)) database.exec(sql);
  for (const [sql, ...values] of counting(COUNTING, 0, history.attempts - 1)) database.prepare(sql).run(...values);
  for (const sql of settling(history)) database.exec(sql);
  database.exec('commit');
  database.close();
  return { url: `sqlite:${file}`, remove: () => rm(directory, { recursive: true, force: true }) };
}
