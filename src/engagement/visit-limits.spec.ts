import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachOf, reasonToSuppress, type VisitHistory, type VisitLimits } from './visit-limits.js';

const NOW = 1_000_000;

const aHistory = (overrides: Partial<VisitHistory> = {}): VisitHistory => ({
  dontAskAgain: false,
  declinedAt: null,
  acceptedAt: null,
  invitations: 0,
  ...overrides,
});

const limits = (overrides: Partial<VisitLimits> = {}): VisitLimits => ({
  quietAfterDecline: null,
  quietAfterAcceptance: null,
  cap: null,
  ...overrides,
});

const moment = fc.option(fc.integer({ min: 0, max: 2 * NOW }));
const span = fc.option(fc.integer({ min: 1, max: NOW }));

const anyHistory: fc.Arbitrary<VisitHistory> = fc.record({
  dontAskAgain: fc.boolean(),
  declinedAt: moment,
  acceptedAt: moment,
  invitations: fc.nat({ max: 5 }),
});

const anyLimits: fc.Arbitrary<VisitLimits> = fc.record({
  quietAfterDecline: span,
  quietAfterAcceptance: span,
  cap: fc.option(fc.record({ most: fc.integer({ min: 1, max: 5 }), within: fc.integer({ min: 1, max: NOW }) })),
});

describe('a visit without limits', () => {
  it('may be invited, whatever has been', () => {
    fc.assert(
      fc.property(anyHistory, fc.constantFrom(null, limits()), (history, none) => {
        expect(reasonToSuppress({ ...history, dontAskAgain: false }, none, NOW)).toBeUndefined();
      }),
    );
  });

  it('is left alone when its visitor wants it', () => {
    fc.assert(
      fc.property(anyHistory, fc.option(anyLimits), (history, any) => {
        expect(reasonToSuppress({ ...history, dontAskAgain: true }, any, NOW)).toBe('dont-ask-again');
      }),
    );
  });
});

describe('a quiet period', () => {
  const cases = [
    ['declinedAt', 'quietAfterDecline', 'quiet-after-decline'],
    ['acceptedAt', 'quietAfterAcceptance', 'quiet-after-acceptance'],
  ] as const;

  it.each(cases)('after %s lasts as long as %s says, to the millisecond', (answeredAt, quiet, reason) => {
    const history = aHistory({ [answeredAt]: NOW });

    expect(reasonToSuppress(history, limits({ [quiet]: 500 }), NOW)).toBe(reason);
    expect(reasonToSuppress(history, limits({ [quiet]: 500 }), NOW + 499)).toBe(reason);
    expect(reasonToSuppress(history, limits({ [quiet]: 500 }), NOW + 500)).toBeUndefined();
  });

  it.each(cases)('after %s is also for an engage of a moment before', (answeredAt, quiet, reason) => {
    expect(reasonToSuppress(aHistory({ [answeredAt]: NOW }), limits({ [quiet]: 500 }), NOW - 10)).toBe(reason);
  });
});

describe('a cap', () => {
  it('grants so many, and not one more', () => {
    const cap = { most: 3, within: 1 };

    expect(reasonToSuppress(aHistory({ invitations: 2 }), limits({ cap }), NOW)).toBeUndefined();
    expect(reasonToSuppress(aHistory({ invitations: 3 }), limits({ cap }), NOW)).toBe('invitation-cap');
    expect(reasonToSuppress(aHistory({ invitations: 4 }), limits({ cap }), NOW)).toBe('invitation-cap');
  });
});

describe('several limits', () => {
  it('suppress what any of them does, and what they let pass each does by itself', () => {
    fc.assert(
      fc.property(anyHistory, anyLimits, (history, all) => {
        const { quietAfterDecline, quietAfterAcceptance, cap } = all;
        const each = [limits({ quietAfterDecline }), limits({ quietAfterAcceptance }), limits({ cap })];

        const reasons = each.map((one) => reasonToSuppress(history, one, NOW));

        expect(reasonToSuppress(history, all, NOW)).toBe(reasons.find((reason) => reason !== undefined));
      }),
    );
  });

  it('are all over when time enough has passed', () => {
    fc.assert(
      fc.property(anyHistory, anyLimits, (history, all) => {
        const forgotten = { ...history, dontAskAgain: false, invitations: 0 };
        const last = Math.max(history.declinedAt ?? 0, history.acceptedAt ?? 0);

        expect(reasonToSuppress(forgotten, all, last + reachOf(all))).toBeUndefined();
      }),
    );
  });
});
