import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { aNewAttempt } from '../support/builders.js';
import { describeOutcomeLog } from './outcome-log.contract.js';

const directory = mkdtempSync(join(tmpdir(), 'engagement-test-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeOutcomeLog('outcomes in an SQLite file', () => openSqlite(join(directory, 'test.db')));

describe('the place of an outcome', () => {
  it('is not given again when its attempt is forgotten', async () => {
    const file = join(directory, 'forgotten-test.db');
    const first = await openSqlite(file);
    const endOne = async ({ store }: typeof first): Promise<void> => {
      const { interactionId, createdAt } = aNewAttempt();
      const cancellation = {
        visitId: null,
        reason: null,
        actor: null,
        at: createdAt,
        attemptId: aNewAttempt().attemptId,
      };
      await store.cancelInteraction({ ...cancellation, interactionId });
    };
    await endOne(first);
    await endOne(first);
    expect(await first.outcomes.last()).toBe(2);
    await first.store.purge(Number.MAX_SAFE_INTEGER / 2, 100);
    await first.store.close();

    const second = await openSqlite(file);
    expect(await second.outcomes.last()).toBe(2);
    await endOne(second);

    expect((await second.outcomes.after(2, 10)).map(({ position }) => position)).toEqual([3]);
    await second.store.close();
  });
});
