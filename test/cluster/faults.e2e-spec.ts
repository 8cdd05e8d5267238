import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cluster } from './support/cluster.js';
import { Traffic } from './support/traffic.js';
import { expectNoBreach } from './support/verdict.js';

const VISITS = 40;

let cluster: Cluster;
let traffic: Traffic;

beforeAll(async () => {
  cluster = await Cluster.start();
});

beforeEach(async () => {
  traffic = await Traffic.start(cluster, VISITS);
  await delay(1_000);
});

afterEach(async () => {
  await cluster.heal();
  await traffic.stop();
  await expectNoBreach(cluster, traffic.history);
  traffic.close();
  expectNothingUnhandled();
});

afterAll(async () => {
  await cluster.stop();
});

function expectNothingUnhandled(): void {
  expect(cluster.nodes.map(({ output }) => output).join('')).not.toMatch(/unhandled|uncaught/i);
}

/** How long an invitation took at most to be shown, of those that were engaged in a span. */
function longestWait(from: number, until: number): number {
  return Math.max(...traffic.waits.filter(({ at }) => at >= from && at < until).map(({ ms }) => ms));
}

function statusesBetween(from: number, until: number): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of traffic.repliesBetween(from, until)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function tell(what: string, facts: object): void {
  process.stdout.write(`${what}: ${JSON.stringify(facts)}\n`);
}

/** Everything is as it was before: engages are answered 200 and shown, within these seconds. */
async function expectNormalWithin(seconds: number): Promise<void> {
  const begun = performance.now();
  await delay(seconds * 1_000);
  const from = performance.now();
  await delay(2_000);
  const statuses = statusesBetween(from, performance.now());
  expect(Object.keys(statuses)).toEqual(['200']);
  expect(longestWait(from, performance.now())).toBeLessThan(1_000);
  tell(`normal ${Math.round(from - begun)} ms after`, { statuses });
}

describe('under load', () => {
  it('a backend node that is killed takes nothing with it that was answered 200', { timeout: 180_000 }, async () => {
    const [victim] = cluster.backends;
    const from = performance.now();
    await victim?.kill();
    await delay(3_000);
    await victim?.start();
    tell('backend killed', statusesBetween(from, performance.now()));
    await expectNormalWithin(2);
  });

  it('a frontend node that is killed has its visitors come to the other', { timeout: 180_000 }, async () => {
    const [victim] = cluster.frontends;
    const before = traffic.pages.map(({ connectionCount }) => connectionCount);
    await victim?.kill();
    await delay(500);
    await vi.waitFor(() => expect(traffic.pages.every(({ isConnected }) => isConnected)).toBe(true), {
      timeout: 15_000,
      interval: 100,
    });
    const moved = traffic.pages.filter(({ connectionCount }, index) => connectionCount > (before[index] ?? 0)).length;
    tell('frontend killed', { moved, of: VISITS });
    expect(moved).toBeGreaterThan(0);
    await delay(2_000);
    await victim?.start();
    await expectNormalWithin(2);
  });

  it('Redis that is killed and comes back costs time only', { timeout: 180_000 }, async () => {
    const from = performance.now();
    await cluster.redis.kill();
    await vi.waitFor(
      async () =>
        expect(await Promise.all(cluster.nodes.map((node) => node.health('ready')))).toEqual(
          cluster.nodes.map(() => ({ status: 200, body: expect.objectContaining({ status: 'degraded' }) })),
        ),
      { timeout: 6_000, interval: 100 },
    );
    await delay(5_000);
    const until = performance.now();
    tell('Redis away', { statuses: statusesBetween(from, until), longestWaitMs: longestWait(from, until - 3_000) });
    expect(Object.keys(statusesBetween(from, until))).toEqual(['200']);
    expect(longestWait(from, until - 3_000)).toBeLessThan(2_500);

    await cluster.redis.comeBack();
    await expectNormalWithin(5);
    for (const node of cluster.nodes) expect((await node.health('ready')).body.status).toBe('ok');
  });

  it('Redis that stands still for ten seconds costs time only', { timeout: 180_000 }, async () => {
    const from = performance.now();
    cluster.redis.freeze();
    await delay(10_000);
    const until = performance.now();
    cluster.redis.thaw();
    tell('Redis frozen', { statuses: statusesBetween(from, until), longestWaitMs: longestWait(from, until - 3_000) });
    expect(Object.keys(statusesBetween(from, until))).toEqual(['200']);
    expect(longestWait(from, until - 3_000)).toBeLessThan(2_500);
    await expectNormalWithin(5);
  });

  it('PostgreSQL that crashes and comes back has everything that was answered 200', { timeout: 180_000 }, async () => {
    const from = performance.now();
    await cluster.postgres.crash();
    await delay(3_000);
    const away = await Promise.all(cluster.nodes.map(async (node) => (await node.health('ready')).status));
    expect(away).toEqual(cluster.nodes.map(() => 503));
    await cluster.postgres.comeBack();
    tell('PostgreSQL crashed', statusesBetween(from, performance.now()));
    await expectNormalWithin(5);
  });

  it(
    'PostgreSQL that stands still for ten seconds is answered 503 within two, and no socket is dropped',
    {
      timeout: 180_000,
    },
    async () => {
      const before = traffic.pages.map(({ connectionCount }) => connectionCount);
      cluster.postgres.freeze();
      const from = performance.now();
      await delay(10_000);
      const until = performance.now();
      cluster.postgres.thaw();

      const replies = traffic.repliesBetween(from + 500, until);
      const slowest = Math.max(...replies.map(({ tookMs }) => tookMs));
      tell('PostgreSQL frozen', { statuses: statusesBetween(from, until), slowestReplyMs: slowest });
      expect([...new Set(replies.map(({ status }) => status))]).toEqual([503]);
      expect(slowest).toBeLessThan(2_000);
      await expectNormalWithin(5);
      expect(traffic.pages.map(({ connectionCount }) => connectionCount)).toEqual(before);
    },
  );

  it(
    'a store that takes no changes is answered 503, and taken up again when it does',
    { timeout: 180_000 },
    async () => {
      const setReadOnly = async (value: 'on' | 'off'): Promise<void> => {
        await cluster.postgres.query('postgres', `alter system set default_transaction_read_only = ${value}`);
        await cluster.postgres.query('postgres', 'select pg_reload_conf()');
      };
      await setReadOnly('on');
      await delay(500);
      const from = performance.now();
      await delay(3_000);
      const until = performance.now();
      tell('read-only', statusesBetween(from, until));
      expect(Object.keys(statusesBetween(from, until))).toEqual(['503']);
      for (const node of cluster.nodes) expect((await node.health('live')).status).toBe(200);
      await setReadOnly('off');
      await expectNormalWithin(2);
    },
  );
});
