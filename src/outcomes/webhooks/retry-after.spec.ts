import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const DAY_MS = 86_400_000;

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    ['86400', DAY_MS],
    ['86401', DAY_MS],
    ['9'.repeat(400), DAY_MS],
    ['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
    ['Saturday, 31-Jan-26 12:02:00 GMT', 120_000],
    ['Sat Jan 31 12:00:05 2026 GMT', 5_000],
    ['Sat, 31 Jan 2026 11:59:00 GMT', 0],
    ['Thu, 31 Dec 2099 00:00:00 GMT', DAY_MS],
  ])('%j asks to be left alone for %i ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each(['-5', '+5', '1.5', '5s', '0x10', '1e3', '', ' ', 'soon', 'in 5 minutes', '120, 120', '٣'])(
    '%j asks for nothing',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBe(0);
    },
  );

  it('asks for nothing when it is left out', () => {
    expect(retryAfterMs(undefined, NOW)).toBe(0);
  });

  it('is never more than a day, nor less than nothing, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.integer().map(String), fc.date({ noInvalidDate: true }).map(String)),
        (header) => {
          const asked = retryAfterMs(header, NOW);
          expect(asked).toBeGreaterThanOrEqual(0);
          expect(asked).toBeLessThanOrEqual(DAY_MS);
        },
      ),
    );
  });
});
