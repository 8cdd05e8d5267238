import { createServer, type RequestListener } from 'node:http';
import { getEventListeners, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type CallOutcome, type OutgoingCall, OutgoingCalls } from './outgoing-calls.js';

const ended: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** A server on loopback. @returns its port, and how often it was called */
async function aServer(answer: RequestListener): Promise<{ readonly port: number; readonly calls: () => number }> {
  let calls = 0;
  const server = createServer((request, response) => {
    calls++;
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ended.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, calls: () => calls };
}

function callsTo(...networks: readonly string[]): OutgoingCalls {
  const outgoing = new OutgoingCalls({ outgoingNetworks: networks });
  ended.push(() => outgoing.onApplicationShutdown());
  return outgoing;
}

function callOf(url: string, withinMs = 2_000): OutgoingCall {
  return { url: new URL(url), headers: { 'content-type': 'application/json' }, body: '{}', withinMs };
}

function post(url: string, networks: readonly string[] = ['loopback'], withinMs = 2_000): Promise<CallOutcome> {
  return callsTo(...networks).post(callOf(url, withinMs));
}

describe('a call', () => {
  it('tells what was answered', async () => {
    const { port } = await aServer((_, response) => response.writeHead(202, { 'retry-after': '3' }).end('taken'));

    expect(await post(`http://localhost:${port}/hook?a=b`)).toMatchObject({
      kind: 'answered',
      status: 202,
      headers: { 'retry-after': '3' },
      body: 'taken',
    });
  });

  it('does not follow a redirect', async () => {
    const aim = await aServer((_, response) => response.end());
    const { port } = await aServer((_, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${aim.port}/` }).end(),
    );

    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answered', status: 307 });
    expect(aim.calls()).toBe(0);
  });

  it('ends in time when nothing comes back', async () => {
    const { port } = await aServer(() => undefined);

    expect(await post(`http://127.0.0.1:${port}/`, ['loopback'], 150)).toEqual({
      kind: 'failed',
      why: 'no reply within 150 ms',
    });
  });

  it('ends when it is not wanted any more, and is not begun when it is not wanted at all', async () => {
    const { port, calls } = await aServer(() => undefined);
    const outgoing = callsTo('loopback');
    const unwanted = new AbortController();
    const call = outgoing.post({ ...callOf(`http://127.0.0.1:${port}/`), signal: unwanted.signal });
    while (calls() === 0) await delay(5);

    unwanted.abort();

    expect(await call).toEqual({ kind: 'broken-off' });
    expect(await outgoing.post({ ...callOf(`http://127.0.0.1:${port}/`), signal: unwanted.signal })).toEqual({
      kind: 'broken-off',
    });
    expect(calls()).toBe(1);
  });

  it('leaves nothing behind with what could have ended it', async () => {
    const { port } = await aServer((_, response) => response.end());
    const outgoing = callsTo('loopback');
    const { signal } = new AbortController();

    for (let count = 0; count < 20; count++) await outgoing.post({ ...callOf(`http://127.0.0.1:${port}/`), signal });

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('waits for no call of another line, however many of those hang', async () => {
    const { port, calls } = await aServer((request, response) => {
      if (request.url !== '/hang') response.end();
    });
    const outgoing = callsTo('loopback');
    const hanging = Array.from({ length: 100 }, () =>
      outgoing.post({ ...callOf(`http://127.0.0.1:${port}/hang`), line: 'slow' }),
    );
    while (calls() < 32) await delay(5);

    expect(await outgoing.post({ ...callOf(`http://127.0.0.1:${port}/`, 1_000), line: 'fast' })).toMatchObject({
      kind: 'answered',
    });
    expect(calls()).toBe(33);
    await outgoing.onApplicationShutdown();
    await Promise.all(hanging);
  });

  it('reads no more of a reply than it has use for', async () => {
    let sent = 0;
    const { port } = await aServer((_, response) => {
      response.writeHead(200);
      const send = (): void => {
        for (; sent < 10_485_760 && !response.destroyed; sent += 65_536)
          if (!response.write(Buffer.alloc(65_536, 'x'))) return void response.once('drain', send);
        response.end();
      };
      send();
    });

    const outcome = await post(`http://127.0.0.1:${port}/`);

    expect(outcome.kind === 'answered' && outcome.body.length).toBe(65_536);
    await delay(50);
    expect(sent).toBeLessThan(10_485_760);
  });

  it.each([
    ['http://127.0.0.1', []],
    ['http://[::1]', []],
    ['http://[::ffff:127.0.0.1]', []],
    ['http://2130706433', []],
    ['http://0x7f.1', []],
    ['http://localhost', []],
    ['https://localhost', []],
    ['http://0.0.0.0', []],
    ['http://127.0.0.1', ['10.0.0.0/8']],
  ])('to %s is refused where %j are named', async (origin, networks) => {
    const { port, calls } = await aServer((_, response) => response.end());

    expect(await post(`${origin}:${port}/`, networks)).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('OUTGOING_NETWORKS'),
    });
    expect(calls()).toBe(0);
  });

  it('in plain text goes to named networks only', async () => {
    expect(await post('http://1.1.1.1/', [])).toMatchObject({
      kind: 'failed',
      why: expect.stringContaining('OUTGOING_NETWORKS'),
    });
  });
});
