import { describe, expect, it } from 'vitest';
import { duration, figure, NOTHING, share } from './figures.js';

describe('figures', () => {
  it.each([
    [null, NOTHING],
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1_000, '1 s'],
    [1_550, '1.6 s'],
    [59_999, '60 s'],
    [90_000, '1.5 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
  ])('write %s milliseconds as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('write shares of a whole, and none of nothing', () => {
    expect(share(1, 3)).toBe('33.3%');
    expect(share(2, 2)).toBe('100%');
    expect(share(0, 0)).toBe(NOTHING);
    expect(figure(1_234_567)).toBe('1,234,567');
  });
});
