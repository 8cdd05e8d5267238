import { StoreUnavailableError } from '#service/engagement/index.js';
import type { OpenedStore } from '#service/store/opened-store.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { NodeLink } from '#service/cluster/index.js';
import { runCommand } from '#service/commands/index.js';
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

describe('a PostgreSQL that goes while a purge is under way', () => {
  it('is told with what is done so far, and the next purge goes on from there', { timeout: 180_000 }, async () => {
    const server = await PostgresServer.start();
    onTestFinished(() => server.stop());
    const url = await server.database('purged_test');
    await (await openPostgres(url, 2)).store.close();
    await server.query(
      'purged_test',
      `insert into attempts (attempt_id, interaction_id, visit_id, state, created_at, ended_at, exclusive,
         transition_count, showing_pages)
       select lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000', 'i-' || n, 'v', 'failed', n, n, 0, 0, '[]'
       from generate_series(1, 50000) as n`,
    );
    const left = async (): Promise<number> =>
      (await server.query<{ count: number }>('purged_test', 'select count(*)::integer from attempts'))[0]?.count ?? -1;
    const purge = async (watch: (text: string) => unknown): Promise<{ status: number; err: string }> => {
      let err = '';
      const status = await runCommand(['purge', '--older-than', '1'], {
        environment: { DATABASE_URL: url },
        fromFile: new Set(),
        out: () => undefined,
        err: (text) => {
          err += text;
          watch(text);
        },
        showsProgress: true,
      });
      return { status, err };
    };

    let crashed: Promise<void> | undefined;
    const broken = await purge(() => (crashed ??= server.crash()));
    await crashed;
    await server.comeBack();

    expect(broken.status).toBe(69);
    const told = Number(/Forgotten: (\d+) attempts; one purge more/.exec(broken.err)?.[1]);
    expect(told).toBeGreaterThanOrEqual(1_000);
    // The last step may have been done when its answer was lost.
    expect([50_000 - told, 49_000 - told]).toContain(await left());
    expect((await purge(() => undefined)).status).toBe(0);
    expect(await left()).toBe(0);
  });
});

describe('a Redis that stands still when a node starts', () => {
  it('is heard as soon as it goes on', { timeout: 180_000 }, async () => {
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
