import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrowserAuth } from '../contract/index.js';
import { GatewayConnection } from './gateway-connection.js';

const HOUR_MS = 3_600_000;

let http: HttpServer;
let gateway: Server;
let url: string;
let connections: GatewayConnection[];

beforeEach(async () => {
  connections = [];
  http = createServer();
  gateway = new Server(http);
  gateway.of('/frontend');
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/frontend`;
});

afterEach(async () => {
  for (const connection of connections) connection.close();
  await gateway.close();
});

/** What a page hears of its connection, and a way to wait for it. */
class Page {
  readonly heard: string[] = [];
  readonly connection: GatewayConnection;
  private waiting: (() => void)[] = [];

  constructor(credentials: () => Promise<BrowserAuth>, comeBackWithinMs = 1) {
    const socket = io(url, { autoConnect: false, forceNew: true, transports: ['websocket'], reconnectionDelay: 1 });
    const listener = {
      connected: () => this.hear('connected'),
      disconnected: () => this.hear('disconnected'),
      invited: () => this.hear('invited'),
      ended: () => this.hear('ended'),
      refused: ({ code }: { code: string }) => this.hear(`refused ${code}`),
    };
    this.connection = new GatewayConnection(socket, credentials, listener, comeBackWithinMs);
    connections.push(this.connection);
    this.connection.open();
  }

  /** The first so many news, as soon as they have come. */
  async hears(count: number): Promise<readonly string[]> {
    while (this.heard.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.heard.slice(0, count);
  }

  private hear(news: string): void {
    this.heard.push(news);
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function refuseOnce(status: number, code: string): void {
  let refused = false;
  gateway.of('/frontend').use((_, next) => {
    if (refused) return next();
    refused = true;
    next(Object.assign(new Error(code), { data: { status, code } }));
  });
}

async function nextSocket(): Promise<Socket> {
  const [socket] = await once(gateway.of('/frontend'), 'connection');
  return socket;
}

describe('a connection to the gateway', () => {
  it('tells whether it is up, also to who comes late', async () => {
    const page = new Page(async () => ({ visitId: 'v-1' }));
    expect(page.connection.isUp).toBe(false);

    await page.hears(1);
    expect(page.connection.isUp).toBe(true);

    page.connection.close();
    expect(page.connection.isUp).toBe(false);
  });

  it('asks for fresh credentials each time that it is made', async () => {
    let asked = 0;
    const first = nextSocket();
    const page = new Page(async () => ({ token: `token ${++asked}` }));
    const socket = await first;
    await page.hears(1);
    const second = nextSocket();

    socket.conn.close();

    expect(await page.hears(3)).toEqual(['connected', 'disconnected', 'connected']);
    expect([socket.handshake.auth, (await second).handshake.auth]).toEqual([
      { token: 'token 1' },
      { token: 'token 2' },
    ]);
  });

  it('comes back when the gateway has ended it', async () => {
    const first = nextSocket();
    const page = new Page(async () => ({ visitId: 'v-1' }));

    (await first).disconnect(true);

    expect(await page.hears(3)).toEqual(['connected', 'disconnected', 'connected']);
  });

  it.each([503, 429])('comes back after a refusal with %i, which may pass', async (status) => {
    refuseOnce(status, 'not-now');

    const page = new Page(async () => ({ visitId: 'v-1' }));

    expect(await page.hears(2)).toEqual(['refused not-now', 'connected']);
  });

  it('takes a refusal with 401 as the last word', async () => {
    refuseOnce(401, 'not-authenticated');
    const refused = new Page(async () => ({ token: 'expired' }));
    await refused.hears(1);

    // Others come and are connected meanwhile: had the first come back, it would be too.
    for (let other = 0; other < 5; other++) await new Page(async () => ({ token: 'fresh' })).hears(1);

    expect(refused.heard).toEqual(['refused not-authenticated']);
  });

  it('says when there is no token, and asks again', async () => {
    let asked = 0;

    const page = new Page(async () => {
      if (++asked === 1) throw new Error('signed out');
      return { token: 'fresh' };
    });

    expect(await page.hears(2)).toEqual(['refused no-visit-token', 'connected']);
  });

  it('sends no credentials that came too late for the connection that asked for them', async () => {
    const answers: ((auth: BrowserAuth) => void)[] = [];
    const opened = once(gateway.engine, 'connection');
    const arrived = nextSocket();
    const page = new Page(() => new Promise((resolve) => answers.push(resolve)));
    const [transport] = await opened;
    const reopened = once(gateway.engine, 'connection');
    transport.close();
    await reopened;
    while (answers.length < 2) await new Promise((resolve) => setImmediate(resolve));

    answers[0]?.({ token: 'late' });
    answers[1]?.({ token: 'in time' });

    expect(await page.hears(1)).toEqual(['connected']);
    expect((await arrived).handshake.auth).toEqual({ token: 'in time' });
  });
});

describe('a visit token that runs out', () => {
  it('is renewed over the connection', async () => {
    let asked = 0;
    const arrived = nextSocket();
    const page = new Page(async () => ({ token: `token ${++asked}` }));
    const socket = await arrived;
    await page.hears(1);
    const renewed = new Promise((resolve) => {
      socket.once('token:renew', (renewal: unknown, acknowledge: (reply: object) => void) => {
        acknowledge({ ok: true });
        resolve(renewal);
      });
    });

    socket.emit('token:expiring', { remainingSeconds: 30 });

    expect(await renewed).toEqual({ token: 'token 2' });
    expect(page.heard).toEqual(['connected']);
  });

  it('is not renewed by the same one', async () => {
    const arrived = nextSocket();
    const page = new Page(async () => ({ token: 'the only one' }));
    const socket = await arrived;
    await page.hears(1);
    const events: string[] = [];
    socket.onAny((event: string) => events.push(event));

    socket.emit('token:expiring', { remainingSeconds: 30 });
    socket.on('disposition', (_: unknown, acknowledge: (reply: object) => void) => acknowledge({ ok: true }));
    // What it would have said comes before this, which it says later.
    socket.emit('invitation', {});
    await page.hears(2);
    await page.connection.report({ attemptId: 'a-1', disposition: 'shown' });

    expect(events).toEqual(['disposition']);
  });

  it('makes a new connection, at once, when it has expired', async () => {
    let asked = 0;
    const first = nextSocket();
    const page = new Page(async () => ({ token: `token ${++asked}` }), HOUR_MS);
    const socket = await first;
    const second = nextSocket();

    socket.emit('token:expired', { remainingSeconds: 0 });
    socket.disconnect(true);

    expect(await page.hears(3)).toEqual(['connected', 'disconnected', 'connected']);
    expect((await second).handshake.auth).toEqual({ token: 'token 2' });
  });

  it('that had expired before is asked for once more, and not for ever', async () => {
    let asked = 0;
    gateway.of('/frontend').use((_, next) => {
      next(Object.assign(new Error('expired'), { data: { status: 401, code: 'token-expired' } }));
    });
    const page = new Page(async () => {
      asked++;
      return { token: 'an old one' };
    });
    await page.hears(2);

    // The gateway answers others meanwhile.
    const other = new Page(async () => ({ token: 'another old one' }));
    await other.hears(2);

    expect(asked).toBe(2);
  });
});
