import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Conversion, CONVERSIONS, isConversion } from './conversions.js';

describe('a conversion', () => {
  it.each<readonly [Conversion, unknown, unknown]>([
    ['number', '300', 300],
    ['number', ' 007 ', 7],
    ['number', 300, 300],
    ['number', '3e2', '3e2'],
    ['number', '-1', '-1'],
    ['number', '1.5', '1.5'],
    ['number', '1'.repeat(16), '1'.repeat(16)],
    ['text', 4711, '4711'],
    ['text', 9_007_199_254_740_991, '9007199254740991'],
    // What a number in JSON cannot hold would be somebody else’s id.
    ['text', 9_007_199_254_740_992, 9_007_199_254_740_992],
    ['text', 1.5, 1.5],
    ['text', 'text', 'text'],
    ['seconds', 60_000, 60],
    ['seconds', '60000', 60],
    ['seconds', 1, 1],
    ['seconds', 0, 0],
    ['seconds', 'soon', 'soon'],
    ['language', 'pt_BR', 'pt-BR'],
    ['language', 'en', 'en'],
    ['language', 7, 7],
  ])('to %s makes of %j what the field takes: %j', (name, value, made) => {
    expect(CONVERSIONS[name](value)).toEqual(made);
  });

  it('leaves what it cannot convert, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.values(CONVERSIONS)), (value, convert) => {
        if (typeof value !== 'string' && typeof value !== 'number') expect(convert(value)).toBe(value);
        else expect(['string', 'number']).toContain(typeof convert(value));
      }),
    );
  });

  it('is known by its own name only', () => {
    expect(['number', 'toString', '__proto__', 7, null].filter(isConversion)).toEqual(['number']);
  });
});
