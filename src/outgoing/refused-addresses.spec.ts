import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutgoingCalls } from './outgoing-calls.js';

/** Ways to write this machine, its neighbours and the platform's own services, as somebody would who wants them called. */
const NUMBERS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.1',
  '017700000001',
  '127.0.0.1.',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '0',
  '0.0.0.0',
  '0x0',
  '0.1.2.3',
  '10.0.0.1',
  '012.0.0.1',
  '167772161',
  '172.16.0.1',
  '192.168.0.1',
  '3232235521',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  '255.255.255.255',
  '224.0.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::127.0.0.1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
];

const NAMES = ['localhost', 'LOCALHOST', 'localhost.', 'LocalHost.', 'ip6-localhost', 'any.localhost', hostname()];

/** What this machine itself calls addresses. */
const OF_THE_MACHINE = existsSync('/etc/hosts')
  ? readFileSync('/etc/hosts', 'utf8')
      .split('\n')
      .flatMap((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1))
      .filter((name) => name !== '')
  : [];

let connections = 0;
const listener = createServer((socket) => {
  connections++;
  socket.destroy();
});

let port: number;

beforeAll(async () => {
  listener.listen(0);
  await once(listener, 'listening');
  const address = listener.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(() => listener.close());

describe('a call', () => {
  const calls = new OutgoingCalls({ outgoingNetworks: [] });

  afterAll(() => calls.onApplicationShutdown());

  it.each([...new Set([...NUMBERS, ...NAMES, ...OF_THE_MACHINE])])('is not made to %s', async (host) => {
    for (const protocol of ['http', 'https']) {
      const text = `${protocol}://${host}:${port}/latest/meta-data`;
      // What is no address is none that could be called.
      if (!URL.canParse(text)) continue;
      const outcome = await calls.post({ url: new URL(text), headers: {}, body: '{}', withinMs: 1_000 });
      expect(outcome).toMatchObject({
        kind: 'failed',
        why: expect.stringMatching(/OUTGOING_NETWORKS|ENOTFOUND|EAI_AGAIN/),
      });
    }
    expect(connections).toBe(0);
  });

  it('would be seen if it were made', async () => {
    const open = new OutgoingCalls({ outgoingNetworks: ['loopback'] });
    await open.post({ url: new URL(`http://localhost:${port}/`), headers: {}, body: '{}', withinMs: 1_000 });
    await open.onApplicationShutdown();

    expect(connections).toBeGreaterThan(0);
  });
});
