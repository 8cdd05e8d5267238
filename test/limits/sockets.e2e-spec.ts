import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterEach, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { objectOfBytes } from '../support/bad-values.js';
import { TestFrontend } from '../support/frontend.js';
import { RawConnection } from '../support/raw-connection.js';
import { type Environment, TestService } from '../support/service.js';

let service: TestService;
let frontends: TestFrontend[] = [];

afterEach(async () => {
  for (const frontend of frontends) frontend.close();
  frontends = [];
  await service.stop();
});

async function aService(environment: Environment = {}): Promise<void> {
  service = await TestService.start(environment);
}

async function aBrowser(visitId: string, options: object = {}): Promise<TestFrontend> {
  const frontend = await TestFrontend.connect(service, { visitId }, options);
  frontends.push(frontend);
  return frontend;
}

function aWebSocket(headers: Record<string, string> = {}): WebSocket {
  const address = `${service.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  return new WebSocket(address, { headers, perMessageDeflate: false });
}

/** The status that a handshake is refused with; 101 when it is taken. */
async function statusOf(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  const [first] = await Promise.race([
    once(socket, 'open').then(() => [undefined]),
    once(socket, 'unexpected-response').then(([, response]) => [response]),
  ]);
  const status: number = first?.statusCode ?? 101;
  socket.terminate();
  return status;
}

describe('a handshake from another site’s page', () => {
  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['https://shop.example.com.evil.example', 403],
    ['https://shop.example.com', 101],
    ['https://www.shops.example.com', 101],
  ])('of %s is answered %i', async (origin, status) => {
    await aService({ ALLOWED_ORIGINS: 'https://shop.example.com,https://*.shops.example.com' });

    expect(await statusOf(aWebSocket({ Origin: origin }))).toBe(status);
    const polling = await fetch(`${service.url}/socket.io/?EIO=4&transport=polling`, { headers: { Origin: origin } });
    expect(polling.status).toBe(status === 101 ? 200 : 403);
    expect(polling.headers.get('access-control-allow-origin')).toBe(status === 101 ? origin : null);
  });
});

describe('the connections of a visit', () => {
  it('are as many as MAX_CONNECTIONS_PER_VISIT, and each that goes makes room', async () => {
    await aService({ MAX_CONNECTIONS_PER_VISIT: '3' });
    const [first] = [await aBrowser('v-1'), await aBrowser('v-1'), await aBrowser('v-1')];

    await expect(aBrowser('v-1')).rejects.toMatchObject({ data: { status: 429, code: 'too-many-connections' } });
    await aBrowser('v-2');

    first?.close();
    await expect
      .poll(() =>
        aBrowser('v-1').then(
          () => 'connected',
          () => 'refused',
        ),
      )
      .toBe('connected');
  });
});

describe('the connections of an address', () => {
  it('are as many as MAX_CONNECTIONS_PER_ADDRESS, whoever opens them', async () => {
    await aService({ MAX_CONNECTIONS_PER_ADDRESS: '4' });
    const held = await Promise.all(Array.from({ length: 4 }, () => RawConnection.to(service.url)));

    const fifth = await RawConnection.to(service.url);
    const { said } = await fifth.untilClosed();

    expect(said).toMatch(/^HTTP\/1.1 429 Too Many Requests\r\n/);
    expect(said).toContain('"code":"too-many-connections"');
    const elsewhere = await RawConnection.to(service.url, '127.0.0.2');
    elsewhere.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect((await elsewhere.untilClosed()).said).toMatch(/^HTTP\/1.1 200 /);

    for (const connection of held) connection.close();
    await expect.poll(async () => (await service.engage(anIxnProfile())).status).toBe(200);
  });

  it('behind a proxy are those of whom it speaks for', async () => {
    const frontendKey = 'website:c4WnRz7yTq1sUo9kBvHx5e';
    await aService({
      MAX_CONNECTIONS_PER_ADDRESS: '2',
      TRUSTED_PROXIES: 'loopback',
      API_KEYS: 'strategy:0123456789abcdef',
      FRONTEND_KEYS: frontendKey,
    });
    const connect = async (address: string): Promise<WebSocket> => {
      const socket = aWebSocket({ 'X-Forwarded-For': address });
      await once(socket, 'open');
      return socket;
    };
    const held = [await connect('192.0.2.1'), await connect('192.0.2.1')];

    expect(await statusOf(aWebSocket({ 'X-Forwarded-For': '192.0.2.1' }))).toBe(429);
    expect(await statusOf(aWebSocket({ 'X-Forwarded-For': '192.0.2.2' }))).toBe(101);

    held[0]?.terminate();
    await expect.poll(() => statusOf(aWebSocket({ 'X-Forwarded-For': '192.0.2.1' }))).toBe(101);
    held[1]?.terminate();
  });

  it('idle ones, five thousand of them, are turned away or cut off, and others are served', async () => {
    await aService({ MAX_CONNECTIONS_PER_ADDRESS: '500', REQUEST_TIMEOUT_SECONDS: '6' });
    const idle: RawConnection[] = [];
    for (let batch = 0; batch < 50; batch++)
      idle.push(...(await Promise.all(Array.from({ length: 100 }, () => RawConnection.to(service.url)))));

    const other = await RawConnection.to(service.url, '127.0.0.2');
    other.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect((await other.untilClosed()).said).toMatch(/^HTTP\/1.1 200 /);
    expect(idle.filter(({ isClosed }) => !isClosed).length).toBeLessThanOrEqual(500);

    const closings = await Promise.all(idle.map((connection) => connection.untilClosed()));
    expect(Math.max(...closings.map(({ tookMs }) => tookMs))).toBeLessThan(6_000);
  }, 45_000);
});

describe('a connection that never joins', () => {
  it('is closed after HANDSHAKE_TIMEOUT_SECONDS', async () => {
    await aService({ HANDSHAKE_TIMEOUT_SECONDS: '1' });
    const socket = aWebSocket();
    await once(socket, 'open');
    const begun = performance.now();

    await once(socket, 'close');

    expect(performance.now() - begun).toBeLessThan(2_500);
  });

  it('is closed when it is refused', async () => {
    await aService();
    const socket = aWebSocket();
    await once(socket, 'open');
    const begun = performance.now();
    socket.send('40/frontend,{}');

    await once(socket, 'close');

    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a frontend’s messages', () => {
  it('are as long as MAX_EVENT_BYTES at most: a longer one ends the connection', async () => {
    await aService({ MAX_EVENT_BYTES: '2048' });
    const browser = await aBrowser('v-1');

    expect(await browser.send('disposition', { ...objectOfBytes(1_500) })).toMatchObject({ ok: false });
    void browser.send('disposition', objectOfBytes(4_000)).catch(() => undefined);

    expect(await browser.disconnections.next()).toMatch(/^transport/);
    expect((await service.engage(anIxnProfile())).status).toBe(200);
  });

  it('are so many within a second; then they are refused, and then the connection is closed', async () => {
    await aService({ MAX_EVENTS_PER_SECOND: '10' });
    const browser = await aBrowser('v-1');
    const codes: string[] = [];
    expect(await browser.send('disposition', {})).toMatchObject({ problem: { code: 'validation-failed' } });

    for (let count = 0; count < 100; count++)
      void browser
        .send('disposition', {})
        .then((reply) => codes.push(reply.ok ? 'ok' : reply.problem.code))
        .catch(() => undefined);

    expect(await browser.disconnections.next()).toBe('io server disconnect');
    expect(codes.length).toBeLessThanOrEqual(40);
    expect(codes).toContain('too-many-requests');
  });

  it('are not counted when they come from a Frontend Server', async () => {
    await aService({ MAX_EVENTS_PER_SECOND: '5' });
    const server = await TestFrontend.connect(service, { key: 'any' });
    frontends.push(server);

    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, count) => server.join({ visitId: `v-${count}` })),
    );

    expect(replies.filter(({ ok }) => ok)).toHaveLength(200);
  });

  it('in a flood from one browser leave others served', async () => {
    await aService();
    const other = await aBrowser('v-2');
    const flooder = aWebSocket();
    await once(flooder, 'open');
    flooder.send('40/frontend,{"visitId":"v-1"}');
    await once(flooder, 'message');
    const closed = once(flooder, 'close');
    for (let count = 0; count < 20_000; count++) flooder.send('42/frontend,["disposition",{}]');

    const begun = performance.now();
    await service.engage(anIxnProfile({ visitId: 'v-2' }));
    await other.invitations.next();

    expect(performance.now() - begun).toBeLessThan(1_000);
    await closed;
  });
});

describe('a browser that reads nothing', () => {
  it('is cut off when too much waits for it, and costs little memory', async () => {
    await aService({ VISIT_CONFLICT: 'replace', MAX_QUEUED_BYTES: '65536' });
    const stalled = aWebSocket();
    await once(stalled, 'open');
    stalled.send('40/frontend,{"visitId":"v-1"}');
    await once(stalled, 'message');
    const healthy = await aBrowser('v-1');
    stalled.pause();
    const before = process.memoryUsage().rss;

    let pushes = 0;
    let isCut = false;
    stalled.once('close', () => {
      isCut = true;
    });
    const clientData = objectOfBytes(16_000);
    // The system's own buffers between the two take some megabytes first.
    for (; pushes < 3_000 && (await service.openConnections()) > 1; pushes += 20)
      await Promise.all(Array.from({ length: 20 }, () => service.engage(anIxnProfile({ visitId: 'v-1', clientData }))));

    expect(pushes).toBeLessThan(3_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    expect(healthy.disconnections.all).toEqual([]);
    stalled.resume();
    await expect.poll(() => isCut).toBe(true);
  }, 60_000);
});
