import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Presence } from './presence.js';

const tell = vi.fn<(event: string, facts: object) => void>();
let presence: Presence;

beforeEach(() => {
  vi.useFakeTimers();
  tell.mockReset();
  presence = new Presence({ tell });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a database that cannot be used', () => {
  it('is told of once, and again when it can', () => {
    presence.succeeded();
    for (let second = 0; second < 10; second++) {
      presence.failed('connection refused');
      vi.advanceTimersByTime(1_000);
    }
    vi.advanceTimersByTime(1_000);
    presence.succeeded();
    presence.succeeded();

    expect(tell.mock.calls).toEqual([
      ['store.away', { why: 'connection refused' }],
      ['store.back', { afterMs: 11_000 }],
    ]);
  });

  it('is not back as long as some calls fail', () => {
    for (let turn = 0; turn < 10; turn++) {
      presence.failed('the disk is full');
      vi.advanceTimersByTime(1_500);
      presence.succeeded();
    }

    expect(tell.mock.calls).toEqual([['store.away', { why: 'the disk is full' }]]);
  });
});
