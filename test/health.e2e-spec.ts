import { createApplication } from '#service/app.js';
import { readConfiguration } from '#service/config/index.js';
import request from 'supertest';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { aTestDirectory } from './support/directory.js';
import { TestService } from './support/service.js';
import { WITH_CREDENTIALS } from './support/credentials.js';

async function aService(): Promise<TestService> {
  const service = await TestService.start(WITH_CREDENTIALS);
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
        details: { service: { status: 'up', phase: 'serving' }, store: { status: 'up' } },
      }),
    });
  });

  it('is alive and not ready while its store is away, and ready again when it is back', async () => {
    const service = await aService();
    const ping = vi.spyOn(service.store, 'ping').mockRejectedValue(new Error('gone'));

    expect(await probe(service, 'ready')).toMatchObject({
      status: 503,
      body: { status: 'error', error: { store: { status: 'down' } } },
    });
    expect(await probe(service, 'live')).toMatchObject({ status: 200 });

    ping.mockRestore();
    expect(await probe(service, 'ready')).toMatchObject({ status: 200 });
  });

  it('counts its own process for Prometheus', async () => {
    const { status, text, headers } = await request((await aService()).url).get('/metrics');

    expect([status, headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
    expect(text).toMatch(/^engagement_connected_sockets\{kind="browser"\} 0$/m);
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
