import { describe, expect, it } from 'vitest';
import { GIVE_UP_AFTER_MS, nextTry } from './retry-schedule.js';

const HOUR_MS = 3_600_000;

/** The pauses between tries that take no time, until it is tried no more. */
function pausesWith(random: number): readonly number[] {
  const pauses: number[] = [];
  let at = 0;
  for (let tries = 1; ; tries++) {
    const again = nextTry({ tries, plannedAt: 0, at }, 0, random);
    if (again === null) return pauses;
    pauses.push(again - at);
    at = again;
  }
}

const sumOf = (pauses: readonly number[]): number => pauses.reduce((sum, pause) => sum + pause, 0);

describe('a delivery that fails', () => {
  it('is tried again after 1, 5 and 30 seconds, then after a minute, and twice as long each time', () => {
    expect(pausesWith(0.5).slice(0, 10)).toEqual(
      [1, 5, 30, 60, 120, 240, 480, 960, 1_920, 3_840].map((seconds) => seconds * 1_000),
    );
  });

  it('is left alone for half a day at most', () => {
    expect(Math.max(...pausesWith(0.5))).toBe(12 * HOUR_MS);
  });

  it.each([0, 0.25, 0.5, 0.75, 1])('is tried for about three days, and no longer, where chance is %d', (random) => {
    const tried = sumOf(pausesWith(random));

    expect(tried).toBeLessThanOrEqual(72 * HOUR_MS);
    expect(tried).toBeGreaterThan(72 * HOUR_MS - 1.2 * 12 * HOUR_MS);
  });

  it('comes at another time than what failed with it: a fifth sooner to a fifth later', () => {
    const [least, most] = [pausesWith(0), pausesWith(1)];

    expect(least.slice(0, 3)).toEqual(most.slice(0, 3));
    expect([least[3], most[3]]).toEqual([48_000, 72_000]);
    expect([least[9], most[9]]).toEqual([3_072_000, 4_608_000]);
  });

  it('is left alone for as long as the endpoint asks, where that is longer', () => {
    expect(nextTry({ tries: 1, plannedAt: 0, at: 10 }, 60_000, 0.5)).toBe(60_010);
    expect(nextTry({ tries: 3, plannedAt: 0, at: 10 }, 2_000, 0.5)).toBe(30_010);
  });

  it('is tried no more where the endpoint asks for longer than it is tried at all', () => {
    const at = GIVE_UP_AFTER_MS - 1_000;

    expect(nextTry({ tries: 1, plannedAt: 0, at }, 0, 0.5)).toBe(GIVE_UP_AFTER_MS);
    expect(nextTry({ tries: 1, plannedAt: 0, at }, 1_001, 0.5)).toBeNull();
  });

  it('has a next time however often it was tried', () => {
    expect(nextTry({ tries: 100_000, plannedAt: 0, at: 0 }, 0, 0.5)).toBe(12 * HOUR_MS);
  });
});
