import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { SqliteFile } from '#service/store/sqlite/sqlite-file.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { describeAttemptSearch } from './attempt-search.contract.js';
import { describeAttemptStore, type TestDatabase } from './attempt-store.contract.js';
import { describeInvitationRules } from './invitation-rules.contract.js';

let directory: string;
let path: string;
let file: SqliteFile;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engagement-test-'));
  path = join(directory, 'test.db');
  file = await SqliteFile.open(path);
});

afterAll(async () => {
  file.close();
  await rm(directory, { recursive: true, force: true });
});

const DATABASE: TestDatabase = {
  open: async () => (await openSqlite(path)).store,
  clear: async () => file.execute('delete from transitions; delete from attempts'),
};

describeAttemptStore('attempts in an SQLite file', DATABASE);
describeAttemptSearch('looking for attempts in an SQLite file', DATABASE);
describeInvitationRules('rules about attempts in an SQLite file', DATABASE);
