import { StoreUnavailableError } from '#service/engagement/index.js';
import type { OpenedStore } from '#service/store/opened-store.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { NodeLink } from '#service/cluster/index.js';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { aNewAttempt, under } from '../support/builders.js';
import { PostgresServer } from '../support/postgres-server.js';
import { RedisServer } from '../support/redis-server.js';

/** So many callers keep as many transactions open at any time. */
const CALLERS = 20;

describe('a PostgreSQL that goes while transactions are open', () => {
  let server: PostgresServer;
  let node: OpenedStore;

  beforeEach(async () => {
    server = await PostgresServer.start();
    node = await openPostgres(await server.database('broken_test'), CALLERS);
  });

  afterEach(async () => {
    await node.store.close();
    await server.stop();
  });

  it.each(['crash', 'shutDown'] as const)('is a failure of the calls alone: %s', async (go) => {
    const outcomes: unknown[] = [];
    let going = true;
    const callers = Array.from({ length: CALLERS }, async (_, index) => {
      // Each replaces the one before, which takes a transaction.
      while (going)
        outcomes.push(
          await node.store
            .start(aNewAttempt({ visitId: `visit-${index}` }), under('replace'))
            .catch((error: unknown) => error),
        );
    });
    await delay(500);
    await server[go]();
    await delay(200);
    going = false;
    await Promise.all(callers);
    await server.comeBack();

    const failures = outcomes.filter((outcome) => outcome instanceof Error);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter((failure) => !(failure instanceof StoreUnavailableError))).toEqual([]);
    expect(await node.store.start(aNewAttempt({ visitId: 'visit-0' }), under('replace'))).toMatchObject({
      kind: 'started',
    });
  });
});

describe('a Redis that stands still when a node starts', () => {
  it('is heard as soon as it goes on', { timeout: 30_000 }, async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    redis.freeze();
    const heard: string[] = [];
    const link = new NodeLink(redis.url);
    onTestFinished(() => link.close());

    link.open();
    link.listenTo('news', (text) => heard.push(text));
    // Longer than a connection is kept on which nothing comes.
    await delay(7_000);
    redis.thaw();

    await vi.waitFor(
      async () => {
        await link.say('news', 'hello');
        expect(heard).toContain('hello');
        expect(link.isUp).toBe(true);
      },
      { timeout: 10_000, interval: 200 },
    );
  });
});
