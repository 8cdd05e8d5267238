import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { createApplication } from '#service/app.js';
import { readConfiguration } from '#service/config/index.js';
import Database from 'libsql';
import request from 'supertest';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { anIxnProfile } from './support/builders.js';
import { aTestDirectory } from './support/directory.js';
import { type Environment, TestService } from './support/service.js';
import { API_KEY, bearer, WITH_CREDENTIALS } from './support/credentials.js';
import { Metrics } from './support/metrics.js';

const WITHIN = { timeout: 30_000, interval: 10 };

/** Longer than an answer of the database holds. */
const HOLDS_FOR_MS = 300;

/** RFC 3339, UTC. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

async function aService(settings: Environment = {}): Promise<TestService> {
  const service = await TestService.start({ ...WITH_CREDENTIALS, ...settings });
  onTestFinished(() => service.stop());
  return service;
}

async function probe(service: { readonly url: string }, name: string): Promise<{ status: number; body: unknown }> {
  const { status, body } = await request(service.url).get(`/health/${name}`);
  return { status, body };
}

describe('a service that is up', () => {
  it('says so to any probe, without a credential, and tells of nobody', async () => {
    const service = await aService();

    expect(await probe(service, 'startup')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await probe(service, 'live')).toMatchObject({ status: 200, body: { status: 'ok', details: {} } });
    expect(await probe(service, 'ready')).toEqual({
      status: 200,
      body: expect.objectContaining({
        status: 'ok',
        details: {
          service: { status: 'up', phase: 'serving', since: expect.stringMatching(MOMENT) },
          store: { status: 'up', kind: 'sqlite', since: expect.stringMatching(MOMENT) },
        },
      }),
    });
  });

  it('is alive and not ready while its database file is gone, accepts nothing, and is ready again when it is back', async () => {
    const file = join(aTestDirectory(), 'test.db');
    const service = await aService({ DATABASE_URL: `sqlite:${file}` });
    const engage = async (): Promise<number> => (await service.engage(anIxnProfile(), bearer(API_KEY))).status;

    renameSync(file, `${file}.moved`);
    expect(await engage()).toBe(503);
    await vi.waitFor(async () => {
      expect(await probe(service, 'ready')).toMatchObject({
        status: 503,
        body: { status: 'error', error: { store: { status: 'down', kind: 'sqlite' } } },
      });
    }, WITHIN);
    expect(await probe(service, 'live')).toMatchObject({ status: 200 });
    expect((await Metrics.of(service)).value('engagement_store_up')).toBe(0);
    writeFileSync(file, '');
    expect(await engage()).toBe(503);
    await delay(HOLDS_FOR_MS);
    expect(await probe(service, 'ready')).toMatchObject({ status: 503 });

    renameSync(`${file}.moved`, file);
    expect(await engage()).toBe(200);
    await vi.waitFor(async () => expect(await probe(service, 'ready')).toMatchObject({ status: 200 }), WITHIN);
    expect((await Metrics.of(service)).value('engagement_store_up')).toBe(1);
  });

  it('is not ready when its database gives no answer, and says so before a probe gives up', async () => {
    const file = join(aTestDirectory(), 'test.db');
    const service = await aService({ DATABASE_URL: `sqlite:${file}` });
    const other = new Database(file);
    onTestFinished(() => void other.close());
    other.exec('begin immediate');
    const begun = performance.now();

    const { status, body } = await probe(service, 'ready');

    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(status).toBe(503);
    expect(body).toMatchObject({ error: { store: { status: 'down' } } });
    other.exec('rollback');
    await vi.waitFor(async () => expect(await probe(service, 'ready')).toMatchObject({ status: 200 }), WITHIN);
  });

  it('says since when its store is away, and since when it is back', async () => {
    const threads: Worker[] = [];
    process.once('worker', (worker) => threads.push(worker));
    const service = await aService();
    const readyOrNot = async (expected: number): Promise<number> => {
      const reply = await vi.waitFor(async () => {
        const { status, body } = await request(service.url).get('/health/ready');
        expect(status).toBe(expected);
        return body;
      }, WITHIN);
      return Date.parse(reply.details.store.since);
    };
    const begun = Date.now();

    await threads[0]?.terminate();
    const away = await readyOrNot(503);
    const whileAway = await Metrics.of(service);
    const back = await readyOrNot(200);

    expect(away).toBeGreaterThanOrEqual(begun);
    expect(back).toBeGreaterThan(away);
    expect([whileAway, await Metrics.of(service)].map((metrics) => metrics.value('engagement_store_up'))).toEqual([
      0, 1,
    ]);
    expect(whileAway.value('engagement_store_failures_total', { reason: 'unavailable' })).toBeGreaterThan(0);
  });
});

describe('a service that has not yet begun to listen', () => {
  it('has not started, is not ready, and is alive', async () => {
    const database = `sqlite:${aTestDirectory()}/test.db`;
    const configuration = readConfiguration({ DATABASE_URL: database, LOG_LEVEL: 'error', PORT: '0' });
    const application = await createApplication(configuration);
    onTestFinished(() => application.close());
    await application.init();
    const server = request(application.getHttpServer());
    const statusOf = async (name: string): Promise<number> => (await server.get(`/health/${name}`)).status;

    expect([await statusOf('startup'), await statusOf('ready'), await statusOf('live')]).toEqual([503, 503, 200]);
  });
});
