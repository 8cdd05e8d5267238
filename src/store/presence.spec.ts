import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Presence } from './presence.js';

const tell = vi.fn<(event: string, facts: object) => void>();
const ping = vi.fn<() => Promise<void>>();
let presence: Presence;

const isAway = (why: string): unknown => ping.mockImplementation(() => Promise.reject(new Error(why)));
const isThere = (): unknown => ping.mockResolvedValue();
const seconds = (count: number): Promise<unknown> => vi.advanceTimersByTimeAsync(count * 1_000);

beforeEach(() => {
  vi.useFakeTimers();
  tell.mockReset();
  ping.mockReset();
  isThere();
  presence = new Presence(ping, { tell });
});

afterEach(() => {
  presence.close();
  vi.useRealTimers();
});

describe('a database that nobody calls', () => {
  it('is asked every five seconds, and each second while it is away', async () => {
    await seconds(11);
    expect(ping).toHaveBeenCalledTimes(2);

    isAway('connection refused');
    await seconds(4);
    expect(presence.availability.isUp).toBe(false);
    await seconds(10);

    expect(ping).toHaveBeenCalledTimes(13);
  });

  it('is told of once when it goes, and once when it is back', async () => {
    isAway('connection refused');
    await seconds(10);
    isThere();
    await seconds(10);

    expect(tell.mock.calls).toEqual([
      ['store.away', { why: 'connection refused' }],
      ['store.back', { afterMs: 6_000 }],
    ]);
    expect(presence.availability.isUp).toBe(true);
  });

  it('is away when it gives no answer for two seconds', async () => {
    ping.mockReturnValue(new Promise(() => undefined));

    await seconds(6.9);
    expect(presence.availability.isUp).toBe(true);
    await seconds(0.2);

    expect(tell.mock.calls).toEqual([['store.away', { why: 'the database gives no answer' }]]);
  });
});

describe('a call that fails', () => {
  it('has the database asked at once, however many fail', async () => {
    isAway('the disk is full');
    for (let count = 0; count < 1_000; count++) void presence.doubt('no room');
    await seconds(0.5);

    expect(ping).toHaveBeenCalledTimes(1);
    expect(tell.mock.calls).toEqual([['store.away', { why: 'the disk is full' }]]);
  });

  it('does not make a database away that takes changes: the log tells once a minute what fails', async () => {
    for (let count = 0; count < 70; count++) {
      void presence.doubt('a statement took too long');
      await seconds(1);
    }

    expect(presence.availability.isUp).toBe(true);
    expect(tell.mock.calls).toEqual(
      Array.from({ length: 2 }, () => ['store.failing', { why: 'a statement took too long' }]),
    );
  });

  it('is told of as what it was where the database was away for a moment', async () => {
    ping.mockImplementationOnce(async () => {
      await Promise.resolve();
      // To ask is to make a call too.
      void presence.doubt('connection refused');
      throw new Error('connection refused');
    });
    await seconds(10);

    expect(tell.mock.calls).toEqual([
      ['store.away', { why: 'connection refused' }],
      ['store.back', { afterMs: 1_000 }],
    ]);
  });

  it('counts for nothing against an answer from before it', async () => {
    await presence.ask();
    isAway('connection refused');
    void presence.doubt('connection reset');
    await seconds(1);

    expect(tell.mock.calls).toEqual([['store.away', { why: 'connection refused' }]]);
  });
});

describe('probes', () => {
  it('share an answer, however many there are', async () => {
    await Promise.all(Array.from({ length: 100 }, () => presence.ask()));
    await presence.ask();
    expect(ping).toHaveBeenCalledTimes(1);

    await seconds(0.25);
    await presence.ask();

    expect(ping).toHaveBeenCalledTimes(2);
  });
});

describe('a store that has been closed', () => {
  it('asks for nothing, and tells of nothing', async () => {
    void presence.doubt('connection reset');
    presence.close();
    isAway('it is closed');
    await seconds(10);

    expect(ping).not.toHaveBeenCalled();
    expect(tell).not.toHaveBeenCalled();
  });
});
