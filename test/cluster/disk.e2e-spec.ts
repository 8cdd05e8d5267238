import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { API_KEY, bearer, WITH_CREDENTIALS } from '../support/credentials.js';
import { PostgresServer } from '../support/postgres-server.js';
import { ServiceProcess } from '../support/process.js';
import { Metrics } from '../support/metrics.js';
import { canMount, SmallDisk } from '../support/small-disk.js';
import { History } from './support/history.js';
import { type Reply, Strategy } from './support/strategy.js';

const WITHIN = { timeout: 30_000, interval: 100 };

interface Site {
  readonly service: ServiceProcess;
  readonly disk: SmallDisk;
  readonly strategy: Strategy;
  readonly answered: Reply[];
  /** Has the database come back, where it does not do so by itself. */
  readonly heal: () => Promise<void>;
}

function aDisk(megabytes: number): SmallDisk {
  const disk = SmallDisk.mount(megabytes);
  onTestFinished(() => disk.unmount());
  return disk;
}

async function aSite(disk: SmallDisk, database: string, heal: () => Promise<void>): Promise<Site> {
  const service = await ServiceProcess.start({ ...WITH_CREDENTIALS, DATABASE_URL: database, LOG_LEVEL: 'warn' });
  onTestFinished(async () => void (await service.signal('SIGKILL')));
  return { service, disk, strategy: new Strategy(new History(), service.url), answered: [], heal };
}

async function onSqlite(): Promise<Site> {
  const disk = aDisk(4);
  return aSite(disk, `sqlite:${disk.path}/test.db`, async () => undefined);
}

async function onPostgres(): Promise<Site> {
  const disk = aDisk(96);
  const postgres = await PostgresServer.start(disk.path);
  onTestFinished(() => postgres.stop());
  return aSite(disk, await postgres.database('disk_test'), () => postgres.heal());
}

/** Engages with as much data as there may be, and remembers what was answered 200. */
async function engage({ strategy, answered }: Site): Promise<number> {
  const reply = await strategy.engage({ data: { text: 'x'.repeat(16_000) } });
  if (reply.status === 200) answered.push(reply);
  return reply.status;
}

async function expectAllOnRecord({ service, answered }: Site): Promise<void> {
  for (const { body } of answered) {
    const reply = await fetch(`${service.url}/backend/data/gateway/attempts/${body.attemptId}`, {
      headers: bearer(API_KEY),
    });
    expect(reply.status).toBe(200);
  }
}

/** Probes and Prometheus are told the same, and the log has told this. */
async function expectTold({ service }: Site, isReady: boolean, event: string): Promise<void> {
  const probe = await fetch(`${service.url}/health/ready`);
  const metrics = await Metrics.of(service);
  expect([probe.status, metrics.value('engagement_store_up')]).toEqual(isReady ? [200, 1] : [503, 0]);
  expect(service.log.map((line) => line.event)).toContain(event);
}

describe.each([
  ['an SQLite file', onSqlite, { ready: false, told: 'store.away' }],
  // It goes on to answer, and to change what needs no more room.
  ['a PostgreSQL database', onPostgres, { ready: true, told: 'store.failing' }],
] as const)('a full disk under %s', (_, make, { ready, told }) => {
  it.runIf(canMount)('is answered 503, and costs nothing that was answered 200', { timeout: 180_000 }, async () => {
    const site = await make();
    for (let count = 0; count < 20; count++) expect(await engage(site)).toBe(200);

    site.disk.fill();
    const statuses = new Set<number>();
    for (let count = 0; count < 2_000 && !statuses.has(503); count++) statuses.add(await engage(site));
    await delay(500);
    const whenFull = await engage(site);
    const live = await fetch(`${site.service.url}/health/live`);

    expect([whenFull, live.status]).toEqual([503, 200]);
    await vi.waitFor(() => expectTold(site, ready, told), WITHIN);
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    site.disk.makeRoom();
    await site.heal();
    await vi.waitFor(async () => expect(await engage(site)).toBe(200), { timeout: 10_000, interval: 200 });
    const { service } = site;
    await vi.waitFor(async () => expect((await fetch(`${service.url}/health/ready`)).status).toBe(200), WITHIN);
    process.stdout.write(`${site.answered.length} answered 200 around a full disk\n`);
    await expectAllOnRecord(site);
  });
});
