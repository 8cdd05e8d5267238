import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Availability } from './availability.js';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-31T12:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('whether something can be used', () => {
  it('is known since it last changed, however often it is tried', () => {
    const availability = new Availability(true);
    const told = (): readonly unknown[] => [availability.isUp, availability.since.toISOString()];

    vi.advanceTimersByTime(1_000);
    availability.was(true);
    expect(told()).toEqual([true, '2026-01-31T12:00:00.000Z']);

    availability.was(false);
    vi.advanceTimersByTime(1_000);
    availability.was(false);
    expect(told()).toEqual([false, '2026-01-31T12:00:01.000Z']);

    availability.was(true);
    expect(told()).toEqual([true, '2026-01-31T12:00:02.000Z']);
  });
});
