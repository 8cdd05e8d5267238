import { type AttemptStore, StoreUnavailableError } from '#service/engagement/index.js';
import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';
import { aTestDirectory } from '../support/directory.js';

/** The threads that are started meanwhile, and whether they have ended. */
let threads: { worker: Worker; ended: boolean }[];

const remember = (worker: Worker): void => {
  const thread = { worker, ended: false };
  threads.push(thread);
  worker.once('exit', () => {
    thread.ended = true;
  });
};

beforeEach(() => {
  threads = [];
  process.on('worker', remember);
});

afterEach(() => {
  process.off('worker', remember);
});

async function openStore(): Promise<{ store: AttemptStore; thread: Worker }> {
  const { store } = await openSqlite(join(aTestDirectory(), 'test.db'));
  const [thread] = threads;
  if (thread === undefined) throw new Error('the store has no thread');
  return { store, thread: thread.worker };
}

/** Makes the call until the store is back. */
function whenBack<T>(call: () => Promise<T>): Promise<T> {
  return vi.waitFor(call, { timeout: 10_000, interval: 20 });
}

describe('the store’s thread, when it ends by itself', () => {
  it('is replaced, and nothing that was answered is lost', async () => {
    const { store, thread } = await openStore();
    const kept = aNewAttempt();
    await store.start(kept, under('reject'));

    await thread.terminate();

    expect(await whenBack(() => store.find(kept.attemptId))).toMatchObject({ state: 'pending' });
    expect(await store.start(aNewAttempt(), under('reject'))).toMatchObject({ kind: 'started' });
    expect(threads).toHaveLength(2);
    await store.close();
  });

  it('has the calls that wait turned away, each of them', async () => {
    const { store, thread } = await openStore();
    const first = store.start(aNewAttempt(), under('reject'));
    const ended = once(thread, 'exit');
    void thread.terminate();
    const others = Array.from({ length: 20 }, () => store.start(aNewAttempt(), under('reject')));

    const results = await Promise.allSettled([first, ...others]);
    await ended;

    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(StoreUnavailableError);
    const answered = results.length - refused.length;
    expect((await whenBack(() => store.list({ limit: 100 }))).length).toBeGreaterThanOrEqual(answered);
    await store.close();
  });

  it('has calls turned away until it is back, rather than left waiting', async () => {
    const { store, thread } = await openStore();
    await thread.terminate();

    await expect(store.find('a-1')).rejects.toBeInstanceOf(StoreUnavailableError);

    expect(await whenBack(() => store.find('a-1'))).toBeUndefined();
    await store.close();
  });

  it('can do so again and again', async () => {
    const { store } = await openStore();
    const attempt = aNewAttempt();
    await store.start(attempt, under('reject'));

    for (let time = 0; time < 3; time++) {
      await threads.at(-1)?.worker.terminate();
      expect(await whenBack(() => store.find(attempt.attemptId))).toMatchObject({ state: 'pending' });
    }
    await store.close();
  });
});

describe('a store that is closed', () => {
  it('ends its thread', async () => {
    const { store } = await openStore();

    await store.close();

    expect(threads.map(({ ended }) => ended)).toEqual([true]);
  });

  it('ends it also when that is just being replaced', async () => {
    const { store, thread } = await openStore();
    await thread.terminate();

    await store.close();

    expect(threads.map(({ ended }) => ended)).not.toContain(false);
    await expect(store.find('a-1')).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});

describe('a store that is closed while calls are under way', () => {
  it('answers them first, and may be closed by several', async () => {
    const { store } = await openStore();
    const calls = Array.from({ length: 9_999 }, () => store.start(aNewAttempt(), under('allow')));

    const closed = [store.close(), store.close()];

    const results = await Promise.all(calls);
    expect(results.filter(({ kind }) => kind === 'started')).toHaveLength(9_999);
    await Promise.all(closed);
    expect(threads.map(({ ended }) => ended)).toEqual([true]);
  });
});

describe('more calls than the store can keep up with', () => {
  it('are turned away, and those that were taken are answered', async () => {
    const { store } = await openStore();

    const results = await Promise.allSettled(Array.from({ length: 12_000 }, () => store.find('a-1')));

    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(2_000);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(StoreUnavailableError);
    expect(await store.find('a-1')).toBeUndefined();
    await store.close();
  });
});

describe('a store that has more calls than it can take', () => {
  it('turns further ones away, and is not taken for away: its file takes changes', async () => {
    const { store, readings } = await openSqlite(join(aTestDirectory(), 'test.db'));
    const calls = Promise.allSettled(Array.from({ length: 12_000 }, () => store.list({ limit: 1 })));

    await readings.ask();

    const results = await calls;
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2_000);
    expect(readings.availability.isUp).toBe(true);
    await store.close();
  });
});
