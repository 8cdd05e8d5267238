import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterNode } from '../test/cluster/support/cluster-node.js';
import { Cluster, DATABASE } from '../test/cluster/support/cluster.js';
import { History } from '../test/cluster/support/history.js';
import { Strategy } from '../test/cluster/support/strategy.js';
import { Browser } from './support/browser.js';
import { cpuOf, cpuOfFamily, memoryOf } from './support/process-load.js';

const BROWSERS = 5_000;
const CONNECTING_AT_ONCE = 50;
const REQUESTERS = 64;
const SATURATED_MS = 10_000;
const PACED_PER_SECOND = 200;
const PACED = 2_000;
const IDLE_MS = 30_000;
/** How many hear the news beside the frontends, so that what each of them costs Redis can be told. */
const LISTENERS = 20;

/** What docs/scaling.md reckons with: written to bench/figures.json. */
const figures: Record<string, number> = {};

let cluster: Cluster;
let backend: ClusterNode;
/** The one that browsers connect to, and one that only hears of it. */
let frontend: ClusterNode;
let bystander: ClusterNode;
const browsers: Browser[] = [];
const strategy = (): Strategy => new Strategy(new History(), backend.url);

beforeAll(async () => {
  const environment = { MAX_CONNECTIONS_PER_ADDRESS: '100000', MAX_WAITING_ENGAGEMENTS: '100000' };
  cluster = await Cluster.start({ backends: 1, frontends: 2, environment });
  const [first, second] = cluster.frontends;
  const [only] = cluster.backends;
  if (first === undefined || second === undefined || only === undefined) throw new Error('too few nodes');
  [backend, frontend, bystander] = [only, first, second];
}, 60_000);

afterAll(async () => {
  for (const browser of browsers) browser.close();
  await cluster.stop();
  writeFileSync(new URL('figures.json', import.meta.url), `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
});

const WAL = `pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')`;

async function query(sql: string): Promise<number> {
  return Number((await cluster.postgres.query<{ value: string }>(DATABASE, `select ${sql} as value`))[0]?.value);
}

function figure(name: string, value: number, digits = 1): void {
  figures[name] = Number(value.toFixed(digits));
}

describe('what a node carries', () => {
  it('as a frontend: connections', { timeout: 120_000 }, async () => {
    const { pid, url } = frontend;
    const [memory, cpu, begun] = [memoryOf(pid), cpuOf(pid), performance.now()];
    while (browsers.length < BROWSERS)
      browsers.push(...(await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, () => Browser.connect(url)))));
    figure('connectsPerSecondBesideTheirClients', BROWSERS / ((performance.now() - begun) / 1000), 0);
    figure('connectCpuMicroseconds', (cpuOf(pid) - cpu) / BROWSERS, 0);
    await delay(3_000);
    figure('memoryAtRestMiB', memory / 1024, 0);
    figure('memoryPerSocketKiB', (memoryOf(pid) - memory) / BROWSERS);

    const idle = cpuOf(pid);
    await delay(IDLE_MS);
    figure('idleCpuMicrosecondsPerSocketAndSecond', (cpuOf(pid) - idle) / BROWSERS / (IDLE_MS / 1000), 2);
  });

  it('through both tiers: attempts from their engage to their acceptance', { timeout: 120_000 }, async () => {
    const redis = createClient({ url: cluster.redis.url });
    await redis.connect();
    const sentByRedis = async (): Promise<number> =>
      Number(/total_net_output_bytes:(\d+)/.exec(await redis.info('stats'))?.[1]);
    const listeners = Array.from({ length: LISTENERS }, () => createClient({ url: cluster.redis.url }));
    for (const listener of listeners) {
      await listener.connect();
      await listener.subscribe('engagement:news', () => undefined);
    }
    const receivers = LISTENERS + cluster.frontends.length;
    const { pid } = frontend;
    const idleOfBystander = cpuOf(bystander.pid);
    await delay(10_000);
    const bystanderIdle = (cpuOf(bystander.pid) - idleOfBystander) / 10;
    const before = {
      frontend: cpuOf(pid),
      bystander: cpuOf(bystander.pid),
      redis: cpuOf(cluster.redis.pid),
      bytes: await sentByRedis(),
      postgres: cpuOfFamily(cluster.postgres.pid),
      wal: await query(WAL),
    };
    const times: number[] = [];
    const begun = performance.now();
    await Promise.all(
      browsers.slice(0, PACED).map(async (browser, index) => {
        await delay((index / PACED_PER_SECOND) * 1000);
        const heard = browser.hears();
        const from = performance.now();
        const { status } = await strategy().engage({ visitId: browser.visitId });
        expect(status).toBe(200);
        times.push((await heard) - from);
      }),
    );
    const seconds = (performance.now() - begun) / 1000;
    times.sort((one, other) => one - other);
    figure('postToPushP50Ms', times[PACED / 2] ?? 0);
    figure('postToPushP99Ms', times[Math.floor(PACED * 0.99)] ?? 0);
    const idle = (figures['idleCpuMicrosecondsPerSocketAndSecond'] ?? 0) * BROWSERS * seconds;
    figure('attemptFrontendCpuMicroseconds', (cpuOf(pid) - before.frontend - idle) / PACED, 0);
    figure('attemptPostgresCpuMicroseconds', (cpuOfFamily(cluster.postgres.pid) - before.postgres) / PACED, 0);
    figure('attemptWalBytes', ((await query(WAL)) - before.wal) / PACED, 0);
    figure('attemptRedisCpuMicrosecondsPerReceiver', (cpuOf(cluster.redis.pid) - before.redis) / PACED / receivers, 2);
    figure('attemptRedisBytesPerReceiver', ((await sentByRedis()) - before.bytes) / PACED / receivers, 0);
    const heard = cpuOf(bystander.pid) - before.bystander - bystanderIdle * seconds;
    figure('attemptBystanderCpuMicroseconds', heard / PACED, 0);
    figure('bytesPerInvitation', browsers[0]?.lastBytes ?? 0, 0);
    const size = await query(`pg_total_relation_size('attempts') + pg_total_relation_size('transitions')`);
    figure('diskBytesPerAttempt', size / (await query('(select count(*) from attempts)')), 0);
    for (const client of [redis, ...listeners]) client.destroy();
  });

  it('as a backend: engages', { timeout: 120_000 }, async () => {
    const { pid } = backend;
    const before = { cpu: cpuOf(pid), postgres: cpuOfFamily(cluster.postgres.pid), wal: await query(WAL) };
    const until = performance.now() + SATURATED_MS;
    let answered = 0;
    await Promise.all(
      Array.from({ length: REQUESTERS }, async () => {
        const own = strategy();
        while (performance.now() < until) if ((await own.engage()).status === 200) answered++;
      }),
    );
    figure('engagesPerSecondBesideTheirClients', answered / (SATURATED_MS / 1000), 0);
    figure('engageCpuMicroseconds', (cpuOf(pid) - before.cpu) / answered, 0);
    figure('engagePostgresCpuMicroseconds', (cpuOfFamily(cluster.postgres.pid) - before.postgres) / answered, 0);
    figure('engageWalBytes', ((await query(WAL)) - before.wal) / answered, 0);
  });
});
