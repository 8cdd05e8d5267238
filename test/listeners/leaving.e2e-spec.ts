import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aTestDirectory } from '../support/directory.js';
import { TestFrontend } from '../support/frontend.js';
import { ServiceProcess } from '../support/process.js';
import { RawConnection } from '../support/raw-connection.js';

/** What orchestrators grant a node, in milliseconds. */
const GRACE_MS = 25_000;

function aService(environment: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  return ServiceProcess.start({ DATABASE_URL: `sqlite:${aTestDirectory()}/test.db`, ...environment });
}

const HALF_A_POST =
  'POST /backend/data/gateway/engage HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"ixn';

describe('a service that is told to end', { timeout: 180_000 }, () => {
  it('does so in time, whoever is still there', async () => {
    const service = await aService();
    const halfPost = await RawConnection.to(service.url);
    halfPost.write(HALF_A_POST);
    const poller = await TestFrontend.connect(service, { visitId: 'v-1' }, { transports: ['polling'] });
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });
    // Reads nothing any more, so that it will not answer a closing handshake either.
    const deaf = await RawConnection.to(service.url);
    deaf.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await delay(300);
    const from = performance.now();

    const code = await service.signal('SIGTERM');

    const tookMs = performance.now() - from;
    process.stdout.write(`ended in ${Math.round(tookMs)} ms, with a half-sent POST and a waiting poller\n`);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(GRACE_MS);
    expect(await browser.disconnections.next()).toBe('transport close');
    expect(await poller.disconnections.next()).toMatch(/^transport (close|error)$/);
    expect((await halfPost.untilClosed()).said).not.toContain('200 OK');
    deaf.close();
  });

  it('lets its browsers go one after the other, and takes no other meanwhile', async () => {
    const service = await aService();
    const browsers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => TestFrontend.connect(service, { visitId: `v-${index}` })),
    );
    const left: number[] = [];
    const from = performance.now();
    const leaving = Promise.all(
      browsers.map(async (browser) => {
        expect(await browser.disconnections.next()).toBe('transport close');
        left.push(performance.now() - from);
      }),
    );
    const ended = service.signal('SIGTERM');
    await delay(100);
    await expect(TestFrontend.connect(service, { visitId: 'v-late' })).rejects.toThrow();

    await leaving;

    expect(await ended).toBe(0);
    const inOrder = left.toSorted((one, other) => one - other);
    expect((inOrder[150] ?? 0) - (inOrder[50] ?? 0)).toBeGreaterThan(250);
  });

  it('lets them go as gently when its terminal is closed', async () => {
    const service = await aService({ LOG_LEVEL: 'info' });
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });

    expect(await service.signal('SIGHUP')).toBe(0);

    expect(await browser.disconnections.next()).toBe('transport close');
    expect(service.log).toContainEqual(expect.objectContaining({ event: 'service.draining', signal: 'SIGHUP' }));
  });

  it('ends at once when it is told again', async () => {
    const service = await aService();
    const halfPost = await RawConnection.to(service.url);
    halfPost.write(HALF_A_POST);
    onTestFinished(() => halfPost.close());
    await delay(100);
    const from = performance.now();
    const ended = service.signal('SIGTERM');
    await delay(300);

    void service.signal('SIGTERM');

    await ended;
    expect(performance.now() - from).toBeLessThan(1_500);
  });
});
