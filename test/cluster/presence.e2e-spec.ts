import { StoreUnavailableError } from '#service/engagement/index.js';
import { openPostgres } from '#service/store/postgres/open-postgres.js';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { aNewAttempt } from '../support/builders.js';
import { PostgresServer } from '../support/postgres-server.js';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server.stop();
});

/** A store of its own, one of whose tables somebody else keeps locked. */
async function aLockedStore(database: string, lock: string) {
  const opened = await openPostgres(await server.database(database), 2);
  const other = new pg.Client({ connectionString: server.urlOf(database) });
  await other.connect();
  onTestFinished(async () => {
    await other.end();
    await opened.store.close();
  });
  await other.query('begin');
  await other.query(`lock table ${lock} mode`);
  return { ...opened, unlock: () => other.query('rollback') };
}

describe('a node all of whose connections are busy', () => {
  it('has its calls fail, and does not take PostgreSQL for away', async () => {
    const { visits, readings } = await aLockedStore('presence_test', 'erasures in access exclusive');

    const verdicts: boolean[] = [];
    const failures: unknown[] = [];
    for (let count = 0; count < 10; count++) {
      const { attemptId: erasureId, createdAt: at } = aNewAttempt();
      for (let call = 0; call < 4; call++)
        void visits.beginErasure({ erasureId, at, actor: null }).catch((error: unknown) => failures.push(error));
      await delay(300);
      await readings.ask();
      verdicts.push(readings.availability.isUp);
    }

    expect(failures.length).toBeGreaterThan(10);
    expect(verdicts).toEqual(verdicts.map(() => true));
  });
});

describe('a node whose attempts somebody keeps from changing', () => {
  it('is told so by PostgreSQL, and reads them still', async () => {
    const { store, readings, unlock } = await aLockedStore('locked_test', 'attempts in share');
    await vi.waitFor(
      async () => {
        await readings.ask();
        expect(readings.availability.isUp).toBe(false);
      },
      { timeout: 15_000 },
    );

    for (let count = 0; count < 10; count++) {
      expect(await store.find('nobody')).toBeUndefined();
      await delay(200);
    }
    await unlock();
    await vi.waitFor(() => expect(readings.availability.isUp).toBe(true), { timeout: 15_000 });
  });
});

describe('a node that hears nothing on one connection', () => {
  it('goes on with the others', async () => {
    await server.database('line_test');
    const connections: Socket[] = [];
    const line = createServer((near) => {
      connections.push(near);
      const far = connect(server.port, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
        one.pipe(other);
      }
    }).listen(0, '127.0.0.1');
    await once(line, 'listening');
    const { port } = line.address() as AddressInfo;
    const { store, readings } = await openPostgres(server.urlOf('line_test').replace(`:${server.port}`, `:${port}`), 2);
    onTestFinished(async () => {
      await store.close();
      line.close();
      for (const connection of connections) connection.destroy();
    });
    await store.find('nobody');
    const before = connections.length;
    await readings.ask();
    expect(connections.length).toBe(before + 1);

    connections.at(-1)?.unpipe();
    const verdicts = new Set<boolean>();
    for (let count = 0; count < 20; count++) {
      void readings.ask();
      expect(await store.find('nobody')).toBeUndefined();
      await delay(200);
      verdicts.add(readings.availability.isUp);
    }
    expect(verdicts).toContain(false);
  });
});

describe('a node whose PostgreSQL stands still', () => {
  it('turns calls away at once, and leaves no connections for it to work off', { timeout: 180_000 }, async () => {
    const { store, readings } = await openPostgres(await server.database('still_test'), 2);
    onTestFinished(() => store.close());
    server.freeze();
    onTestFinished(() => server.thaw());
    await store.find('nobody').catch(() => undefined);
    await vi.waitFor(() => expect(readings.availability.isUp).toBe(false), { timeout: 10_000 });

    const begun = performance.now();
    const calls = await Promise.allSettled(Array.from({ length: 100 }, () => store.find('nobody')));
    expect(performance.now() - begun).toBeLessThan(500);
    expect(calls.every((call) => call.status === 'rejected' && call.reason instanceof StoreUnavailableError)).toBe(
      true,
    );

    server.thaw();
    await vi.waitFor(async () => expect(await store.find('nobody')).toBeUndefined(), { timeout: 5_000 });
    expect(readings.availability.isUp).toBe(true);
  });
});
