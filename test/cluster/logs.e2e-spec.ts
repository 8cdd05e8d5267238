import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { PostgresServer } from '../support/postgres-server.js';
import { ServiceProcess } from '../support/process.js';
import { RedisServer } from '../support/redis-server.js';

const PATIENCE = { timeout: 90_000, interval: 50 };

/** A node, and what it needs. */
async function aSite(): Promise<{ service: ServiceProcess; postgres: PostgresServer; redis: RedisServer }> {
  const [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
  onTestFinished(async () => void (await Promise.all([postgres.stop(), redis.stop()])));
  const service = await ServiceProcess.start({
    DATABASE_URL: await postgres.database('logs_test'),
    REDIS_URL: redis.url,
    LOG_LEVEL: 'info',
  });
  onTestFinished(async () => void (await service.signal('SIGKILL')));
  return { service, postgres, redis };
}

async function engage(service: ServiceProcess): Promise<number> {
  const reply = await fetch(`${service.url}/backend/data/gateway/engage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ixnProfile: anIxnProfile() }),
  });
  await reply.text();
  return reply.status;
}

describe('a node whose database goes and comes', { timeout: 180_000 }, () => {
  it('says so once each time, whatever the traffic', async () => {
    const { service, postgres } = await aSite();
    const told = (...names: readonly string[]): readonly string[] =>
      service.log.map(({ event }) => event).filter((event) => names.includes(event));

    await postgres.crash();
    const until = performance.now() + 4_000;
    let refused = 0;
    while (performance.now() < until) {
      const statuses = await Promise.all(Array.from({ length: 8 }, () => engage(service)));
      refused += statuses.filter((status) => status === 503).length;
      await delay(100);
    }
    expect(told('store.away', 'store.back')).toEqual(['store.away']);
    await postgres.comeBack();
    await vi.waitFor(() => expect(told('store.away', 'store.back')).toEqual(['store.away', 'store.back']), PATIENCE);
    expect(await engage(service)).toBe(200);

    expect(refused).toBeGreaterThan(50);
    // None for each call, and none for each second.
    expect(service.log.filter(({ level }) => level === 'warn').length).toBeLessThan(12);
    expect(told('callers.refused')).toHaveLength(1);
    expect(told('task.failed').length).toBeGreaterThan(0);
    await vi.waitFor(() => expect(told('task.recovered')).toHaveLength(told('task.failed').length), PATIENCE);
    const back = service.log.find(({ event }) => event === 'store.back');
    expect(back?.['afterMs']).toBeGreaterThan(4_000);
  });
});

describe('a node whose Redis goes and comes', { timeout: 180_000 }, () => {
  it('says so, and nothing else', async () => {
    const { service, redis } = await aSite();
    const told = (): readonly string[] =>
      service.log.map(({ event }) => event).filter((event) => event !== 'service.started');

    await vi.waitFor(() => expect(told()).toEqual(['nodes.connected']), PATIENCE);
    await redis.kill();
    await vi.waitFor(() => expect(told()).toEqual(['nodes.connected', 'nodes.apart']), PATIENCE);
    await redis.comeBack();

    await vi.waitFor(() => expect(told()).toEqual(['nodes.connected', 'nodes.apart', 'nodes.connected']), PATIENCE);
  });
});
