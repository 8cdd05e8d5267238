import { describe, expect, it } from 'vitest';
import { afterFailure, claimable, type EndpointStanding, WELL } from './endpoint-standing.js';

const PLAIN = { holdUntil: null, isGone: false };

function afterFailures(count: number, at = 0): EndpointStanding {
  return Array.from({ length: count }).reduce<EndpointStanding>(
    (standing) => afterFailure(standing, { ...PLAIN, at }),
    WELL,
  );
}

describe('an endpoint that is well', () => {
  it('may be sent whatever there is', () => {
    expect(claimable(WELL, 0, 16)).toBe(16);
  });
});

describe('an endpoint that fails', () => {
  it('goes on for a while', () => {
    expect(afterFailures(9)).toEqual({ failures: 9, pausedUntil: null, disabledAt: null });
  });

  it.each([
    [10, 5_000],
    [11, 10_000],
    [12, 20_000],
    [15, 160_000],
    [16, 300_000],
    [17, 300_000],
    [10_000, 300_000],
  ])('is paused after %i failures in a row for %i ms', (failures, pause) => {
    expect(afterFailures(failures, 1_000).pausedUntil).toBe(1_000 + pause);
  });

  it('is tried with one delivery when its pause is over', () => {
    const standing = afterFailures(10);

    expect(claimable(standing, 4_999, 16)).toBe(0);
    expect(claimable(standing, 5_000, 16)).toBe(1);
  });
});

describe('an endpoint that asks to be left alone', () => {
  it('is paused for that long at least, and never for less than before', () => {
    const held = afterFailure(WELL, { at: 0, holdUntil: 60_000, isGone: false });

    expect(held).toEqual({ failures: 1, pausedUntil: 60_000, disabledAt: null });
    expect(afterFailure(held, { ...PLAIN, at: 10 }).pausedUntil).toBe(60_000);
    expect(afterFailure(afterFailures(15), { at: 0, holdUntil: 1, isGone: false }).pausedUntil).toBe(300_000);
  });
});

describe('an endpoint that is gone', () => {
  it('is sent nothing, and remembers since when', () => {
    const gone = afterFailure(WELL, { at: 7, holdUntil: null, isGone: true });

    expect(gone.disabledAt).toBe(7);
    expect(claimable(gone, 1_000_000_000, 16)).toBe(0);
    expect(afterFailure(gone, { at: 9, holdUntil: null, isGone: true }).disabledAt).toBe(7);
  });
});
