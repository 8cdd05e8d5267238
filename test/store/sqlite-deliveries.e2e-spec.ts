import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll } from 'vitest';
import { describeDeliveryBook } from './delivery-book.contract.js';

const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeDeliveryBook('deliveries in an SQLite file', () => openSqlite(join(directory, 'test.db')));
