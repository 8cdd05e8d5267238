import { ConfigurationError } from '#service/config/index.js';
import { StoreUnavailableError } from '#service/engagement/index.js';
import { openStore } from '#service/store/index.js';
import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { SqliteFile } from '#service/store/sqlite/sqlite-file.js';
import { operationsOn } from '#service/store/sqlite/operations-on.js';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';
import { aTestDirectory } from '../support/directory.js';

const settingsOf = (file: string) =>
  ({ database: { kind: 'sqlite', file }, databaseConnections: 2, databaseWaitSeconds: 0 }) as const;

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a database that is opened again', () => {
  it('has everything that it had', async () => {
    const path = join(aTestDirectory(), 'test.db');
    const attempt = aNewAttempt({ data: { a: [1, { b: '😀' }] } });
    const { attemptId, visitId } = attempt;
    const { store: first } = await openSqlite(path);
    await first.start(attempt, under('reject'));
    await first.recordDisposition({
      attemptId,
      visitId,
      disposition: 'shown',
      dispositionId: null,
      reason: null,
      actor: null,
      page: 'page-1',
      at: attempt.createdAt + 1,
    });
    const before = await first.find(attemptId);
    const active = await first.activeOf(visitId, attempt.createdAt);
    await first.close();

    const { store: second } = await openSqlite(path);

    expect(before).toMatchObject({ state: 'shown', transitions: [{}, {}] });
    expect(await second.find(attemptId)).toEqual(before);
    expect(await second.activeOf(visitId, attempt.createdAt)).toEqual(active);
    expect(await second.start(aNewAttempt({ visitId }), under('reject'))).toMatchObject({ kind: 'visit-engaged' });
    await second.close();
  });
});

describe('a database that is open', () => {
  it('has what it has committed on the disk', async () => {
    const file = await SqliteFile.open(join(aTestDirectory(), 'test.db'));

    expect(file.prepare('pragma journal_mode').one()).toMatchObject({ journal_mode: 'wal' });
    expect(file.prepare('pragma synchronous').one()).toMatchObject({ synchronous: 2 });
    file.close();
  });

  it('is not waited for when another program keeps it locked, and is used again after that', async () => {
    const path = join(aTestDirectory(), 'test.db');
    const { store } = await openSqlite(path);
    const other = new Database(path);
    other.exec('begin immediate');

    const begun = performance.now();
    await expect(store.start(aNewAttempt(), under('reject'))).rejects.toThrow(StoreUnavailableError);
    expect(performance.now() - begun).toBeLessThan(4_000);

    other.exec('rollback');
    other.close();
    expect(await store.start(aNewAttempt(), under('reject'))).toMatchObject({ kind: 'started' });
    await store.close();
  });

  it('leaves no journal behind when it is closed', async () => {
    const path = join(aTestDirectory(), 'test.db');
    const { store } = await openSqlite(path);
    await store.start(aNewAttempt(), under('reject'));

    await store.close();

    expect([`${path}-wal`, `${path}-shm`].filter((journal) => existsSync(journal))).toEqual([]);
  });

  it('answers every question that is asked all the time by an index, in its order', async () => {
    const file = await SqliteFile.open(join(aTestDirectory(), 'test.db'));
    const asked: string[] = [];
    const prepare = file.prepare.bind(file);
    file.prepare = (sql) => {
      asked.push(sql);
      return prepare(sql);
    };
    expect(operationsOn(file)).toBeDefined();

    const plans = asked.map((sql) => {
      const anything = Array.from(sql.matchAll(/\?/g), () => null);
      const steps = prepare<{ detail: string }>(`explain query plan ${sql}`).all(...anything);
      return `${sql}: ${steps.map(({ detail }) => detail).join(', ')}`;
    });

    expect(asked.length).toBeGreaterThan(5);
    expect(plans.filter((plan) => /SCAN (?!CONSTANT ROW|json_each |sent)|TEMP B-TREE/.test(plan))).toEqual([]);
    file.close();
  });
});

describe('a path without a database', () => {
  it('gets one, with the directories that lead to it', async () => {
    const path = join(aTestDirectory(), 'data', 'of', 'test.db');

    const { store } = await openSqlite(path);

    expect(await store.list({ limit: 1 })).toEqual([]);
    await store.close();
  });

  it('gets one that only its owner reads, with what stands beside it while it is open', async () => {
    const path = join(aTestDirectory(), 'test.db');

    const { store } = await openSqlite(path);
    await store.start(aNewAttempt(), under('reject'));

    expect([path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
    await store.close();
  });
});

describe('a database that others may read', () => {
  it('stays as its owner has it', async () => {
    const path = join(aTestDirectory(), 'test.db');
    writeFileSync(path, '');
    chmodSync(path, 0o640);

    const { store } = await openSqlite(path);

    expect(modeOf(path)).toBe(0o640);
    await store.close();
  });
});

describe('a database that cannot be opened', () => {
  const unusable: readonly (readonly [string, (directory: string) => string])[] = [
    [
      'a directory',
      (directory) => {
        mkdirSync(join(directory, 'test.db'));
        return join(directory, 'test.db');
      },
    ],
    [
      'a file that holds something else',
      (directory) => {
        writeFileSync(join(directory, 'test.db'), 'this is no database, but a text of some length\n'.repeat(100));
        return join(directory, 'test.db');
      },
    ],
    [
      'a path through a file',
      (directory) => {
        writeFileSync(join(directory, 'file'), '');
        return join(directory, 'file', 'test.db');
      },
    ],
  ];

  it.each(unusable)('is refused with an error that names the setting and the remedy: %s', async (_, make) => {
    const path = make(aTestDirectory());

    await expect(openSqlite(path)).rejects.toThrow(/./);
    const error: unknown = await openStore(settingsOf(path)).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^DATABASE_URL: cannot open .*test\.db \(.+\): name a database file, or .+$/),
    });
  });

  it('is refused when a later release has changed it', async () => {
    const path = join(aTestDirectory(), 'test.db');
    const file = await SqliteFile.open(path);
    file.execute("insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01')");
    file.close();

    await expect(openStore(settingsOf(path))).rejects.toThrow(/9999-later/);
  });
});
