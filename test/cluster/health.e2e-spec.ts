import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEY, bearer } from '../support/credentials.js';
import { Metrics } from '../support/metrics.js';
import { Cluster, DATABASE } from './support/cluster.js';
import type { ClusterNode, Health } from './support/cluster-node.js';

/** Longer than the three seconds without a beat after which Redis is taken for away. */
const WITHIN = { timeout: 30_000, interval: 50 };

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start({ backends: 1, frontends: 1 });
  await everyNodeSays(200, { status: 'ok' });
});

afterEach(async () => {
  await cluster.heal();
});

afterAll(async () => {
  await cluster.stop();
});

type Reply = Awaited<ReturnType<ClusterNode['health']>>;

/** What every node says of whether it is ready, as soon as it is this. */
async function everyNodeSays(status: number, body: object): Promise<readonly Health[]> {
  const replies = await vi.waitFor(async () => {
    const all = await Promise.all(cluster.nodes.map((node) => node.health('ready')));
    for (const reply of all) expect(reply).toMatchObject({ status, body });
    return all;
  }, WITHIN);
  return replies.map((reply) => reply.body);
}

function sayAll(probe: 'live' | 'startup'): Promise<readonly Reply[]> {
  return Promise.all(cluster.nodes.map((node) => node.health(probe)));
}

async function values(name: string): Promise<readonly number[]> {
  const all = await Promise.all(cluster.nodes.map((node) => Metrics.of(node)));
  return all.map((metrics) => metrics.value(name));
}

const momentOf = (fact: unknown): number => Date.parse(String(fact));

describe('nodes whose PostgreSQL goes and comes back', () => {
  it('are not ready meanwhile, say what is down and since when, and need not be started again', async () => {
    const crashed = Date.now();
    await cluster.postgres.crash();

    const down = await everyNodeSays(503, {
      status: 'error',
      error: { store: { status: 'down', kind: 'postgres' } },
      details: { service: { phase: 'serving' }, nodes: { connected: true, over: 'redis' } },
    });
    for (const { details } of down) {
      expect(momentOf(details['store']?.['since'])).toBeGreaterThanOrEqual(crashed);
      expect(momentOf(details['store']?.['since'])).toBeLessThan(Date.now());
    }
    for (const probe of ['live', 'startup'] as const)
      for (const reply of await sayAll(probe)) expect(reply).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await values('engagement_store_up')).toEqual([0, 0]);

    const comesBack = Date.now();
    await cluster.postgres.comeBack();

    const up = await everyNodeSays(200, { status: 'ok', details: { store: { status: 'up' } } });
    for (const { details } of up) expect(momentOf(details['store']?.['since'])).toBeGreaterThanOrEqual(comesBack);
    await vi.waitFor(async () => expect(await values('engagement_store_up')).toEqual([1, 1]), WITHIN);
  });

  it('are not ready while it takes every connection and answers nothing', async () => {
    cluster.postgres.freeze();

    await everyNodeSays(503, { error: { store: { status: 'down' } } });
    for (const reply of await sayAll('live')) expect(reply.status).toBe(200);
    cluster.postgres.thaw();

    await everyNodeSays(200, { status: 'ok' });
  });
});

describe('nodes whose PostgreSQL takes no changes', () => {
  it('are not ready until it does, and have the metric say the same', async () => {
    await cluster.postgres.takeChanges(false);

    await everyNodeSays(503, { error: { store: { status: 'down' } } });
    expect(await values('engagement_store_up')).toEqual([0, 0]);
    await cluster.postgres.takeChanges(true);

    await everyNodeSays(200, { status: 'ok' });
    expect(await values('engagement_store_up')).toEqual([1, 1]);
  });
});

describe('nodes whom PostgreSQL does not let in any more', () => {
  it('answer 503 until it does, as with one that is away', async () => {
    await cluster.postgres.letIn(DATABASE, false);

    await everyNodeSays(503, { error: { store: { status: 'down' } } });
    for (const { url } of cluster.backends) {
      const reply = await fetch(`${url}/backend/data/gateway/attempts`, { headers: bearer(API_KEY) });
      expect([reply.status, await reply.json()]).toMatchObject([503, { code: 'store-unavailable' }]);
    }
    await cluster.postgres.letIn(DATABASE, true);

    await everyNodeSays(200, { status: 'ok' });
  });
});

describe('nodes whose Redis goes and comes back', () => {
  it('are ready and degraded meanwhile, and say by what and since when', async () => {
    const killed = Date.now();
    await cluster.redis.kill();

    const degraded = await everyNodeSays(200, {
      status: 'degraded',
      degraded: { nodes: { over: 'redis', connected: false } },
      details: { store: { status: 'up' } },
    });
    // A beat a second is what they have heard last.
    for (const { details } of degraded)
      expect(Math.abs(momentOf(details['nodes']?.['since']) - killed)).toBeLessThan(1_500);
    for (const reply of await sayAll('live')) expect(reply).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await values('engagement_redis_up')).toEqual([0, 0]);
    expect(await values('engagement_store_up')).toEqual([1, 1]);

    const comesBack = Date.now();
    await cluster.redis.comeBack();

    const up = await everyNodeSays(200, { status: 'ok', details: { nodes: { connected: true } } });
    for (const { details } of up) expect(momentOf(details['nodes']?.['since'])).toBeGreaterThanOrEqual(comesBack);
    expect(await values('engagement_redis_up')).toEqual([1, 1]);
  });
});

describe('nodes that have lost both', () => {
  it('are not ready: what is down counts more than what is degraded', async () => {
    await Promise.all([cluster.postgres.crash(), cluster.redis.kill()]);

    await everyNodeSays(503, {
      status: 'error',
      error: { store: { status: 'down' } },
      details: { nodes: { connected: false } },
    });
    await cluster.heal();

    await everyNodeSays(200, { status: 'ok' });
  });
});
