import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TimedCounter } from './timed-counter.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('work that is timed', () => {
  it('is counted by what came of it, with the seconds that it took', () => {
    const calls = new TimedCounter<string>(['ok']);
    const begun = performance.now();
    vi.advanceTimersByTime(30);

    calls.ended('ok', begun);
    vi.advanceTimersByTime(1_970);
    calls.ended('failed', begun);

    expect([...calls.outcomes]).toEqual([
      ['ok', 1],
      ['failed', 1],
    ]);
    expect(calls.seconds.sum).toBeCloseTo(2.03);
    expect(calls.seconds.buckets.filter(([, count]) => count === 1).map(([bound]) => bound)).toEqual([
      0.05, 0.1, 0.25, 0.5, 1,
    ]);
  });
});
