import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallerAddress } from './caller-address.js';
import { Refusals } from './refusals.js';

const TOO_MANY = { code: 'too-many-requests', status: 429 };
const FOREIGN_PAGE = { code: 'forbidden-origin', status: 403 };

const tell = vi.fn<(event: string, facts: object) => void>();
let refusals: Refusals;

beforeEach(() => {
  vi.useFakeTimers();
  tell.mockReset();
  refusals = new Refusals(new CallerAddress({ trustedProxies: ['loopback'] }), { tell });
});

afterEach(() => {
  refusals.onApplicationShutdown();
  vi.useRealTimers();
});

/** What was told of refusals, and forgets it. */
function told(): unknown[] {
  const all = tell.mock.calls.map(([, facts]) => facts);
  tell.mockClear();
  return all;
}

function aCallOf(address: string, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '127.0.0.1' });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, { 'x-forwarded-for': address, ...headers });
  return request;
}

describe('callers that are turned away', () => {
  it('are told at once the first time, and then in sum, a line a minute', () => {
    for (let count = 0; count < 1_000; count++) refusals.countAt(TOO_MANY, '192.0.2.1');
    expect(told()).toEqual([{ code: 'too-many-requests', address: '192.0.2.1', count: 1, withinSeconds: 0 }]);

    vi.advanceTimersByTime(60_000);
    expect(told()).toEqual([{ code: 'too-many-requests', address: '192.0.2.1', count: 999, withinSeconds: 60 }]);

    for (let count = 0; count < 7; count++) refusals.countAt(TOO_MANY, '192.0.2.1');
    expect(told()).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(told()).toEqual([{ code: 'too-many-requests', address: '192.0.2.1', count: 7, withinSeconds: 60 }]);
  });

  it('are news again after a quiet minute', () => {
    refusals.countAt(TOO_MANY, '192.0.2.1');
    vi.advanceTimersByTime(60_000);
    told();

    refusals.countAt(TOO_MANY, '192.0.2.1');

    expect(told()).toMatchObject([{ count: 1, withinSeconds: 0 }]);
  });

  it('are told apart by address and by code', () => {
    refusals.countAt(TOO_MANY, '192.0.2.1');
    refusals.countAt(TOO_MANY, '192.0.2.2');
    refusals.countAt({ code: 'too-many-connections', status: 429 }, '192.0.2.1');

    expect(told()).toHaveLength(3);
  });

  it('are found by whom a proxy speaks for', () => {
    refusals.countCall(TOO_MANY, aCallOf('192.0.2.7'));

    expect(told()).toMatchObject([{ address: '192.0.2.7' }]);
  });

  it('are told in sum at the end, too', () => {
    for (let count = 0; count < 3; count++) refusals.countAt(TOO_MANY, '192.0.2.1');
    told();
    vi.advanceTimersByTime(10_000);

    refusals.onApplicationShutdown();

    expect(told()).toMatchObject([{ count: 2, withinSeconds: 10 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are one sum when they are too many to be told apart', () => {
    for (let caller = 0; caller < 50_000; caller++) refusals.countAt(TOO_MANY, `2001:db8:${caller}::/64`);
    expect(told()).toHaveLength(1_001);

    vi.advanceTimersByTime(60_000);

    expect(told()).toEqual([{ code: 'too-many-requests', count: 48_999, withinSeconds: 60 }]);
  });
});

describe('pages that may not connect', () => {
  it('are told by their origin, whoever looks at them', () => {
    const headers = { origin: 'https://shop.example' };
    refusals.countCall(FOREIGN_PAGE, aCallOf('192.0.2.1', headers));
    refusals.countCall(FOREIGN_PAGE, aCallOf('192.0.2.2', headers));
    vi.advanceTimersByTime(60_000);

    expect(told()).toEqual([
      { code: 'forbidden-origin', origin: 'https://shop.example', count: 1, withinSeconds: 0 },
      { code: 'forbidden-origin', origin: 'https://shop.example', count: 1, withinSeconds: 60 },
    ]);
  });

  it('are told by their address when they say no origin, and no longer than is decent when they do', () => {
    refusals.countCall(FOREIGN_PAGE, aCallOf('192.0.2.1'));
    refusals.countCall(FOREIGN_PAGE, aCallOf('192.0.2.1', { origin: 'x'.repeat(10_000) }));

    expect(told()).toMatchObject([{ address: '192.0.2.1' }, { origin: 'x'.repeat(200) }]);
  });
});

describe('callers who must change what they send', () => {
  it.each([400, 401, 404, 500])('are none of these: %i', (status) => {
    refusals.countCall({ code: 'another', status }, aCallOf('192.0.2.1'));

    expect(told()).toEqual([]);
  });
});
