import { describe, expect, it } from 'vitest';
import type { DeliveryTry, TryVerdict } from './delivery.js';
import { afterTry, claimable, type EndpointStanding, isSameStanding, WELL } from './endpoint-standing.js';

const FAILED = { kind: 'not-delivered', againAt: null, endpoint: 'fails', holdUntil: null } as const;

type Try = Pick<DeliveryTry, 'at' | 'isProbe' | 'verdict'>;

const aTry = (verdict: TryVerdict, at = 0): Try => ({ at, isProbe: false, verdict });

const aProbe = (verdict: TryVerdict, at = 0): Try => ({ at, isProbe: true, verdict });

/** Ten tries that fail at once. */
const paused = Array.from({ length: 10 }).reduce<EndpointStanding>(
  (standing) => afterTry(standing, aTry(FAILED)),
  WELL,
);

/** An endpoint that is tried with one delivery as soon as its pause is over, and fails. @returns its pauses */
function pausesOf(probes: number): readonly number[] {
  let standing = paused;
  return Array.from({ length: probes }, () => {
    const at = standing.pausedUntil ?? 0;
    // While it is being tried, it is left alone for as long as that may take.
    standing = afterTry({ ...standing, pausedUntil: at + 20_000 }, aProbe(FAILED, at + 1_000));
    return (standing.pausedUntil ?? 0) - at - 1_000;
  });
}

describe('an endpoint that is well', () => {
  it('may be sent whatever there is', () => {
    expect(claimable(WELL, 0, 16)).toBe(16);
  });
});

describe('an endpoint that fails', () => {
  it('goes on for a while, and is well again with one that it takes', () => {
    const failing = afterTry(afterTry(WELL, aTry(FAILED)), aTry(FAILED));

    expect(failing).toEqual({ failures: 2, pausedUntil: null, disabledAt: null });
    expect(claimable(failing, 0, 16)).toBe(16);
    expect(afterTry(failing, aTry({ kind: 'delivered' }))).toEqual(WELL);
  });

  it('is paused after ten failures in a row', () => {
    expect(paused).toEqual({ failures: 10, pausedUntil: 5_000, disabledAt: null });
  });

  it('is paused for no longer by those that were under way with them', () => {
    expect(afterTry(paused, aTry(FAILED, 4_999))).toEqual(paused);
  });

  it('is tried with one delivery when its pause is over', () => {
    expect(claimable(paused, 4_999, 16)).toBe(0);
    expect(claimable(paused, 5_000, 16)).toBe(1);
  });

  it('is paused for twice as long by each of those that fails, up to five minutes', () => {
    expect(pausesOf(8)).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000]);
    expect(pausesOf(2_000).at(-1)).toBe(300_000);
  });

  it('is well again with one that it takes, be it one that was under way', () => {
    expect(afterTry({ ...paused, pausedUntil: 25_000 }, aProbe({ kind: 'delivered' }, 5_100))).toEqual(WELL);
    expect(afterTry(paused, aTry({ kind: 'delivered' }, 100))).toEqual(WELL);
  });
});

describe('a delivery in whose failure the endpoint has no part', () => {
  const NO_PART = { ...FAILED, endpoint: 'has-no-part' } as const;

  it('says nothing of the endpoint', () => {
    expect(afterTry(WELL, aTry(NO_PART))).toEqual(WELL);
    expect(afterTry(paused, aTry(NO_PART, 100))).toEqual(paused);
  });

  it('lets another show whether the endpoint is back', () => {
    const tried = afterTry({ ...paused, pausedUntil: 25_000 }, aProbe(NO_PART, 5_000));

    expect(tried).toEqual({ ...paused, pausedUntil: 5_000 });
    expect(claimable(tried, 5_000, 16)).toBe(1);
  });
});

describe('an endpoint that asks to be left alone', () => {
  const held = afterTry(WELL, aTry({ ...FAILED, holdUntil: 60_000 }));

  it('is paused for that long at least, and never for less than before', () => {
    expect(held).toEqual({ failures: 1, pausedUntil: 60_000, disabledAt: null });
    expect(afterTry(held, aTry(FAILED, 10)).pausedUntil).toBe(60_000);
    expect(afterTry(held, aTry({ ...FAILED, holdUntil: 70_000 }, 10)).pausedUntil).toBe(70_000);
    expect(afterTry(paused, aTry({ ...FAILED, holdUntil: 1 })).pausedUntil).toBe(5_000);
  });

  it('is held to that also when it takes what was under way', () => {
    expect(afterTry(held, aTry({ kind: 'delivered' }, 10))).toEqual(held);
    const failing = afterTry(paused, aTry({ ...FAILED, holdUntil: 60_000 }, 10));
    expect(afterTry(failing, aTry({ kind: 'delivered' }, 20))).toEqual(failing);
  });

  it('goes on being tried with one delivery, at once, when that fails without asking', () => {
    const tried = afterTry({ ...held, pausedUntil: 80_000 }, aProbe(FAILED, 61_000));

    expect(tried).toEqual({ failures: 2, pausedUntil: 61_000, disabledAt: null });
    expect(claimable(tried, 61_000, 16)).toBe(1);
  });
});

describe('an endpoint that is gone', () => {
  const gone = afterTry(WELL, aTry({ ...FAILED, endpoint: 'is-gone' }, 7));

  it('is sent nothing, and remembers since when', () => {
    expect(gone.disabledAt).toBe(7);
    expect(claimable(gone, 1_000_000_000, 16)).toBe(0);
    expect(afterTry(gone, aTry({ ...FAILED, endpoint: 'is-gone' }, 9)).disabledAt).toBe(7);
  });

  it('stays so whatever becomes of those that were under way', () => {
    expect(afterTry(gone, aTry({ kind: 'delivered' }, 8)).disabledAt).toBe(7);
    expect(afterTry(gone, aTry({ ...FAILED, endpoint: 'has-no-part' }, 8)).disabledAt).toBe(7);
  });
});

describe('two standings', () => {
  it('are the same where nothing differs', () => {
    expect(isSameStanding(paused, { ...paused })).toBe(true);
    for (const other of [{ failures: 9 }, { pausedUntil: null }, { disabledAt: 1 }])
      expect(isSameStanding(paused, { ...paused, ...other })).toBe(false);
  });
});
