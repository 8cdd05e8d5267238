import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';
import { aTestDirectory } from '../support/directory.js';
import { describeVisitBook } from './visit-book.contract.js';

const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeVisitBook('visits in an SQLite file', () => openSqlite(join(directory, 'visits-test.db')));

describe('an SQLite file that a visit was erased from', () => {
  it('has nothing of it in any byte, nor has its log', async () => {
    const path = join(aTestDirectory(), 'erased-test.db');
    const { store, visits } = await openSqlite(path);
    const secret = 'a text that stands nowhere else';
    const bytes = (): string => [path, `${path}-wal`].map((file) => readFileSync(file, 'latin1')).join('');
    for (let count = 0; count < 50; count++) {
      const attempt = aNewAttempt({ visitId: 'v-1', data: { secret: `${secret} ${count}` } });
      await store.start(attempt, under('replace'));
      await store.start(aNewAttempt({ visitId: `other-${count}` }), under('allow'));
    }
    await store.cancelVisit({
      visitId: 'v-1',
      reason: secret,
      by: 'strategy',
      actor: null,
      at: aNewAttempt().createdAt,
    });
    expect(bytes()).toContain(secret);

    await visits.beginErasure({ erasureId: aNewAttempt().attemptId, at: 1, actor: null });
    const [erasure] = await visits.erasures(null, 1);
    await visits.erase(erasure?.erasureId ?? '', 'v-1', 100);
    await visits.completeErasure(erasure?.erasureId ?? '', 2);

    expect(erasure).toBeDefined();
    expect(bytes()).not.toContain(secret);
    expect(bytes()).toContain('other-49');
    await store.close();
  });

  it('keeps nobody waiting for its log while another program reads the file, and empties it after that', async () => {
    const path = join(aTestDirectory(), 'read-test.db');
    const { store, visits } = await openSqlite(path);
    const { attemptId: erasureId } = aNewAttempt();
    const backup = new Database(path);
    backup.exec('begin');
    backup.prepare('select * from erasures').all();
    await visits.beginErasure({ erasureId, at: 1, actor: null });

    const begun = performance.now();
    await visits.completeErasure(erasureId, 2);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);

    backup.exec('commit');
    await expect.poll(() => statSync(`${path}-wal`).size, { timeout: 5_000 }).toBe(0);
    backup.close();
    await store.close();
  });
});
