import type { NewAttempt, StartResult } from '#service/engagement/index.js';
import { commitTogether } from '#service/store/sqlite/group-commit.js';
import type { Call } from '#service/store/sqlite/operations.js';
import { SqliteFile } from '#service/store/sqlite/sqlite-file.js';
import { startInput } from '#service/store/sqlite/sqlite.attempt-store.js';
import { operationsOn } from '#service/store/sqlite/operations-on.js';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';
import { aTestDirectory } from '../support/directory.js';

/** A file that keeps count of its commits. */
let file: SqliteFile;
let operations: ReturnType<typeof operationsOn>;
let commits: number;

beforeEach(async () => {
  const opened = await SqliteFile.open(join(aTestDirectory(), 'test.db'));
  onTestFinished(() => opened.close());
  file = opened;
  operations = operationsOn(opened);
  commits = 0;
  const execute = opened.execute.bind(opened);
  opened.execute = (sql) => {
    if (sql === 'commit') commits++;
    execute(sql);
  };
});

const startOf = (attempt: NewAttempt): Call => ({ name: 'start', input: startInput(attempt, under('replace')) });
const findOf = ({ attemptId }: NewAttempt): Call => ({ name: 'find', input: { attemptId } });

const sqliteError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

const started = { ok: true, output: { kind: 'started', replaced: [], due: [] } satisfies StartResult };

describe('calls of one batch', () => {
  it('share one commit, and are answered in their order', () => {
    const attempts = Array.from({ length: 100 }, () => aNewAttempt());

    const reply = commitTogether(file, operations, attempts.map(startOf));

    expect(reply).toEqual(attempts.map(() => started));
    expect(commits).toBe(1);
  });

  it('see what those before them have done', () => {
    const attempt = aNewAttempt();

    const [before, , after] = commitTogether(file, operations, [findOf(attempt), startOf(attempt), findOf(attempt)]);

    expect(before).toEqual({ ok: true, output: undefined });
    expect(after).toMatchObject({ ok: true, output: { attemptId: attempt.attemptId, state: 'pending' } });
  });

  it('may be none', () => {
    expect(commitTogether(file, operations, [])).toEqual([]);
  });
});

describe('a call that cannot be done', () => {
  it('is told so, changes nothing, and takes none of its batch with it', () => {
    const standing = aNewAttempt();
    commitTogether(file, operations, [startOf(standing)]);
    const before = aNewAttempt();
    const after = aNewAttempt();
    // It would cancel the visit's attempt, and then finds its own id taken.
    const impossible = aNewAttempt({ attemptId: standing.attemptId, visitId: standing.visitId });

    const reply = commitTogether(file, operations, [before, impossible, after].map(startOf));

    expect(reply).toEqual([
      started,
      { ok: false, kind: 'failed', message: expect.stringContaining(standing.attemptId) },
      started,
    ]);
    const found = commitTogether(file, operations, [standing, before, after].map(findOf));
    expect(found).toMatchObject(
      [standing, before, after].map(({ attemptId }) => ({ output: { attemptId, state: 'pending' } })),
    );
  });

  it('is told so when it is alone', () => {
    const standing = aNewAttempt();
    commitTogether(file, operations, [startOf(standing)]);

    const [result] = commitTogether(file, operations, [startOf(aNewAttempt({ attemptId: standing.attemptId }))]);

    expect(result).toEqual({ ok: false, kind: 'failed', message: expect.any(String) });
  });
});

describe('a commit that fails', () => {
  it('is made again for each call, so that those that can be kept are', () => {
    const execute = file.execute.bind(file);
    let failing = true;
    file.execute = (sql) => {
      if (sql === 'commit' && failing) {
        failing = false;
        throw sqliteError('SQLITE_FULL', 'database or disk is full');
      }
      execute(sql);
    };
    const attempts = [aNewAttempt(), aNewAttempt()];

    expect(commitTogether(file, operations, attempts.map(startOf))).toEqual([started, started]);
    expect(commits).toBe(2);
  });

  it('leaves nothing behind when it fails for good', () => {
    const execute = file.execute.bind(file);
    file.execute = (sql) => {
      if (sql === 'commit') throw sqliteError('SQLITE_FULL', 'database or disk is full');
      execute(sql);
    };
    const attempts = [aNewAttempt(), aNewAttempt()];
    const full = { ok: false, kind: 'unavailable', message: 'database or disk is full' };
    expect(commitTogether(file, operations, attempts.map(startOf))).toEqual([full, full]);

    file.execute = execute;

    const nothing = { ok: true, output: undefined };
    expect(commitTogether(file, operations, attempts.map(findOf))).toEqual([nothing, nothing]);
    expect(commitTogether(file, operations, attempts.map(startOf))).toEqual([started, started]);
  });
});

describe('what is remembered of an attempt that has just been started', () => {
  const declinedOf = ({ attemptId, visitId, createdAt }: NewAttempt): Call => ({
    name: 'recordDisposition',
    input: {
      attemptId,
      visitId,
      disposition: 'declined',
      dispositionId: null,
      reason: null,
      actor: null,
      page: 'page-1',
      at: createdAt + 1,
    },
  });

  it('does not outlive a transaction that came to nothing', () => {
    const attempt = aNewAttempt();
    const execute = file.execute.bind(file);
    file.execute = (sql) => {
      if (sql === 'commit') throw sqliteError('SQLITE_FULL', 'database or disk is full');
      execute(sql);
    };
    commitTogether(file, operations, [startOf(attempt)]);
    file.execute = execute;

    expect(commitTogether(file, operations, [declinedOf(attempt)])).toEqual([
      { ok: true, output: { kind: 'unknown' } },
    ]);
  });

  it('gives way to what another connection has written since', async () => {
    const attempt = aNewAttempt();
    commitTogether(file, operations, [startOf(attempt)]);
    const other = await SqliteFile.open(file.path);
    onTestFinished(() => other.close());
    const cancellation = {
      visitId: attempt.visitId,
      reason: null,
      by: 'strategy',
      actor: null,
      at: attempt.createdAt,
    } as const;
    commitTogether(other, operationsOn(other), [{ name: 'cancelVisit', input: cancellation }]);

    expect(commitTogether(file, operations, [declinedOf(attempt)])).toMatchObject([
      { ok: true, output: { kind: 'ended-otherwise', attempt: { state: 'cancelled' } } },
    ]);
  });

  it('is no more than ten thousand attempts, and the others are known all the same', () => {
    const attempts = Array.from({ length: 10_050 }, () => aNewAttempt());
    commitTogether(file, operations, attempts.map(startOf));

    const replies = commitTogether(file, operations, attempts.map(declinedOf));

    expect(replies.every((reply) => reply.ok)).toBe(true);
    expect(replies[0]).toMatchObject({ output: { kind: 'advanced', change: { attempt: { state: 'declined' } } } });
  });
});

describe('a database that somebody else holds', () => {
  it('is waited for once, whatever the size of the batch', () => {
    const execute = file.execute.bind(file);
    let begun = 0;
    file.execute = () => {
      begun++;
      throw sqliteError('SQLITE_BUSY', 'database is locked');
    };
    const attempts = [aNewAttempt(), aNewAttempt(), aNewAttempt()];
    const locked = { ok: false, kind: 'unavailable', message: 'database is locked' };

    expect(commitTogether(file, operations, attempts.map(startOf))).toEqual([locked, locked, locked]);
    expect(begun).toBe(1);

    file.execute = execute;
    expect(commitTogether(file, operations, attempts.map(startOf))).toEqual([started, started, started]);
  });
});
