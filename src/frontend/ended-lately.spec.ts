import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EndedLately } from './ended-lately.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('what has ended lately', () => {
  it('is remembered for five seconds at least, and forgotten after', () => {
    const ended = new EndedLately();
    ended.add('first');
    expect([ended.has('first'), ended.has('another')]).toEqual([true, false]);

    vi.advanceTimersByTime(5_000);
    ended.add('second');
    expect([ended.has('first'), ended.has('second')]).toEqual([true, true]);

    vi.advanceTimersByTime(5_000);
    ended.add('third');
    expect([ended.has('first'), ended.has('second'), ended.has('third')]).toEqual([false, true, true]);
  });
});
