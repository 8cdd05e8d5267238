import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.js';

const BOUNDS = [0.001, 0.01, 0.1, 1];

describe('a histogram', () => {
  it('has nothing in it at first', () => {
    const { count, sum, buckets } = new Histogram(BOUNDS);

    expect({ count, sum, buckets }).toEqual({ count: 0, sum: 0, buckets: BOUNDS.map((bound) => [bound, 0]) });
  });

  it('counts a value that is as great as a bound below it, and one beyond the last bound in the whole only', () => {
    const histogram = new Histogram(BOUNDS);

    for (const value of [0.01, 0.011, 2]) histogram.observe(value);

    expect(histogram.buckets).toEqual([
      [0.001, 0],
      [0.01, 1],
      [0.1, 2],
      [1, 2],
    ]);
    expect([histogram.count, histogram.sum]).toEqual([3, expect.closeTo(2.021)]);
  });

  it('says for each bound how many values did not exceed it, whatever they are', () => {
    const value = fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.constantFrom(...BOUNDS));
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const histogram = new Histogram(BOUNDS);
        for (const one of values) histogram.observe(one);

        expect(histogram.count).toBe(values.length);
        for (const [bound, count] of histogram.buckets) expect(count).toBe(values.filter((one) => one <= bound).length);
      }),
    );
  });
});
