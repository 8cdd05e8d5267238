import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { anIxnProfile } from '../support/builders.js';
import { TestFrontend } from '../support/frontend.js';
import { RawConnection } from '../support/raw-connection.js';
import { TestService } from '../support/service.js';
import { AFTER_CONNECT, BAD_FRAMES, BAD_POLLS, BAD_POSTS, BEFORE_CONNECT } from './bad-messages.js';

let service: TestService;
let good: TestFrontend;
let victim: TestFrontend;
let standing: { readonly attemptId: string };
const rejections: unknown[] = [];
const remember = (reason: unknown): void => void rejections.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', remember);
  service = await TestService.start({ HANDSHAKE_TIMEOUT_SECONDS: '1' });
  good = await TestFrontend.connect(service, { visitId: 'hostile-good' });
  victim = await TestFrontend.connect(service, { visitId: 'hostile-victim' });
  ({ body: standing } = await service.engage(anIxnProfile({ visitId: 'hostile-victim' })));
  await victim.invitations.next();
});

afterAll(async () => {
  good.close();
  victim.close();
  await service.stop();
  process.off('unhandledRejection', remember);
});

/** Whoever behaves is served, what is on record stays as it is, and nobody hears of it. */
async function expectHarmless(): Promise<void> {
  const { status, body } = await service.engage(anIxnProfile({ visitId: 'hostile-good' }));
  expect(status).toBe(200);
  expect(await good.invitations.next()).toMatchObject({ attemptId: body.attemptId });
  await service.noengage({ visitId: 'hostile-good' });
  await good.closings.next();

  const { body: after } = await service.get(`attempts/${standing.attemptId}`);
  expect(after).toMatchObject({ state: 'pending', transitions: [{ state: 'pending' }] });
  expect([victim.invitations.all, victim.closings.all, victim.disconnections.all]).toEqual([[], [], []]);
  expect(rejections).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}

afterEach(expectHarmless);

async function aWebSocket(): Promise<WebSocket> {
  const address = `${service.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  socket.on('error', () => undefined);
  // The gateway speaks first.
  await once(socket, 'message');
  return socket;
}

async function aConnectedBrowser(visitId: string): Promise<WebSocket> {
  const socket = await aWebSocket();
  const connected = once(socket, 'message');
  socket.send(`40/frontend,${JSON.stringify({ visitId })}`);
  await connected;
  return socket;
}

/** Says it, then something that is answered or cut off: by then it has been dealt with. */
async function say(socket: WebSocket, text: string | Uint8Array): Promise<void> {
  const settled = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.on('message', (message) => {
      if (/^43\/frontend,77|^44\/elsewhere/.test(message instanceof Buffer ? message.toString() : '')) resolve();
    });
  });
  socket.send(text);
  socket.send('42/frontend,77["disposition",{}]');
  socket.send('40/elsewhere,{}');
  await settled;
  socket.terminate();
}

describe('a poll', () => {
  it.each(BAD_POLLS)('with %s is refused', async (_, [method, query, body]) => {
    const reply = await fetch(`${service.url}/socket.io/?${query}`, { method, ...(body !== undefined && { body }) });

    expect(reply.status).toBe(400);
    expect((await reply.text()).length).toBeLessThan(1_000);
  });

  it.each(BAD_POSTS)('that posts %s does no harm', async (_, body) => {
    const opening = await (await fetch(`${service.url}/socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(opening.slice(1));

    const address = `${service.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    const reply = await fetch(address, { method: 'POST', body: Buffer.from(body) });

    expect([200, 400, 413]).toContain(reply.status);
  });
});

describe('a stranger', () => {
  it.each(BEFORE_CONNECT.map((text) => [text.slice(0, 60), text]))('who says %j does no harm', async (_, text) => {
    await say(await aWebSocket(), text);
  });

  it('who sends bytes does no harm', async () => {
    await say(await aWebSocket(), new Uint8Array([4, 0, 255]));
  });

  it.each(BAD_FRAMES)('whose frame %s is cut off', async (_, frame) => {
    const connection = await RawConnection.to(service.url);
    connection.write(
      [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        '',
        '',
      ].join('\r\n'),
    );
    await once(connection.socket, 'data');
    connection.socket.write(Buffer.from(frame));

    const { tookMs } = await connection.untilClosed();

    expect(tookMs).toBeLessThan(4_000);
  });

  it('who pings two hundred times does no harm', async () => {
    const socket = await aWebSocket();
    for (let count = 0; count < 200; count++) socket.ping();
    await say(socket, '2probe');
  });
});

describe('a browser', () => {
  it.each(AFTER_CONNECT.map((text) => [text.slice(0, 90), text]))('that says %j does no harm', async (_, text) => {
    const socket = await aConnectedBrowser('hostile-browser');

    await say(socket, text.replace('ATTEMPT', standing.attemptId));
  });

  it('that names no acknowledgement is served all the same', async () => {
    const { body } = await service.engage(anIxnProfile({ visitId: 'hostile-silent' }));
    const socket = await aConnectedBrowser('hostile-silent');

    await say(socket, `42/frontend,["disposition",{"attemptId":"${body.attemptId}","disposition":"accepted"}]`);

    expect((await service.get(`attempts/${body.attemptId}`)).body.state).toBe('accepted');
  });
});
