import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LATENCY_BOUNDS, type LatencyTally } from '../../engagement/index.js';
import { percentilesOf } from './percentiles.js';

const tallied = (withinMs: number | null, count: number): LatencyTally => ({
  bucket: 0,
  kind: 'to-shown',
  withinMs,
  count,
});

/** Counts as the store keeps them. */
function talliesOf(values: readonly number[]): readonly LatencyTally[] {
  return values.map((value) => tallied(LATENCY_BOUNDS.find((bound) => value <= bound) ?? null, 1));
}

describe('percentiles', () => {
  it('of nothing are none', () => {
    expect(percentilesOf([])).toEqual({ count: 0, p50: null, p95: null, p99: null });
  });

  it('lie within the bound that they are counted by', () => {
    expect(percentilesOf([tallied(100, 98), tallied(1_000, 2)])).toEqual({ count: 100, p50: 76, p95: 98, p99: 875 });
  });

  it('of what took longer than the last bound are that bound', () => {
    expect(percentilesOf([tallied(null, 3)])).toEqual({ count: 3, p50: 600_000, p95: 600_000, p99: 600_000 });
  });

  it('are in the same bound as those of the values themselves', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 1, maxLength: 200 }), (values) => {
        const { p50, p95, p99 } = percentilesOf(talliesOf(values));
        const sorted = values.toSorted((one, other) => one - other);
        for (const [share, told] of [
          [0.5, p50],
          [0.95, p95],
          [0.99, p99],
        ] as const) {
          const exact = sorted[Math.ceil(share * values.length) - 1] ?? 0;
          const upper = LATENCY_BOUNDS.find((bound) => exact <= bound) ?? 0;
          const lower = LATENCY_BOUNDS[LATENCY_BOUNDS.findIndex((bound) => bound === upper) - 1] ?? 0;
          expect(told).toBeGreaterThanOrEqual(lower);
          expect(told).toBeLessThanOrEqual(upper);
        }
      }),
    );
  });
});
