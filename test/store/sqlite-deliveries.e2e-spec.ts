import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { SqliteFile } from '#service/store/sqlite/sqlite-file.js';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll } from 'vitest';
import { describeDeliveryBacklog } from './delivery-backlog.contract.js';
import { describeDeliveryBook } from './delivery-book.contract.js';

const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeDeliveryBook('deliveries in an SQLite file', () => openSqlite(join(directory, 'test.db')));

describeDeliveryBacklog('in an SQLite file', async () => {
  const path = join(directory, 'backlog-test.db');
  const file = await SqliteFile.open(path);
  return { opened: await openSqlite(path), execute: async (sql) => file.execute(sql) };
});
