import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll } from 'vitest';
import { describeTallyBook } from './tally-book.contract.js';

const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeTallyBook('counts in an SQLite file', () => openSqlite(join(directory, 'test.db')));
