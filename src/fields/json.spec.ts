import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectOfDepth, UNSTORABLE_TEXT } from '../../test/support/bad-values.js';
import { hasFiniteNumbers, hasStorableText, isAtMostDeep, isJsonObject } from './json.js';

/** Any text, with halves of surrogate pairs and U+0000 more often than chance would have them. */
const anyText = fc
  .array(fc.oneof(fc.string(), fc.constantFrom(...UNSTORABLE_TEXT, '\\', '\\u0000', '"')))
  .map((parts) => parts.join(''));

const { json: anyJson } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    anyText,
    fc.constantFrom(null, true, 0, -0, 1.5),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('json'), { maxKeys: 4 }),
  ),
}));

describe('a JSON object', () => {
  it('is neither a list nor null nor anything else', () => {
    expect([{}, { a: 1 }, JSON.parse('{"__proto__":1}')].map(isJsonObject)).toEqual([true, true, true]);
    expect([[], null, undefined, '', 'text', 0, true].filter(isJsonObject)).toEqual([]);
  });
});

describe('depth', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

  it.each([
    ['a text', 'text', 0],
    ['null', null, 0],
    ['an empty object', {}, 1],
    ['an empty list', [], 1],
    ['a list in an object', { a: [] }, 2],
    ['its deepest branch', { a: 1, b: { c: [[1]] }, d: {} }, 4],
  ])('of %s counts objects and lists', (_, value, depth) => {
    expect(isAtMostDeep(value, depth)).toBe(true);
    if (depth > 0) expect(isAtMostDeep(value, depth - 1)).toBe(false);
  });

  it('is told alike by a plain recursion', () => {
    fc.assert(
      fc.property(anyJson, fc.nat({ max: 6 }), (value, levels) => {
        expect(isAtMostDeep(value, levels)).toBe(depthOf(value) <= levels);
      }),
    );
  });

  it('neither overflows nor takes long when it is hostile', () => {
    const deep = objectOfDepth(1_000_000);
    const begun = performance.now();

    expect(isAtMostDeep(deep, 8)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('storable text', () => {
  const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
  const everyTextIsStorable = (value: unknown): boolean => {
    if (typeof value === 'string') return isStorable(value);
    if (typeof value !== 'object' || value === null) return true;
    return Object.entries(value).every(([key, member]) => isStorable(key) && everyTextIsStorable(member));
  };

  it.each(UNSTORABLE_TEXT)('is not %j, as a value, a key, or deeper', (text) => {
    for (const value of [text, { [text]: 1 }, { a: [{ b: text }] }, { a: [{ [text]: 1 }] }, `\\${text}`])
      expect(hasStorableText(value)).toBe(false);
  });

  it.each(['', '\\u0000', '\\\\u0000', '\\ud83d', 'u0000', '😀', '\u0001\u001f\u007f', '"\\"', '\ue000\uffff'])(
    'is %j: nothing in it is lost',
    (text) => {
      for (const value of [text, { [text]: 1 }, { a: [{ b: text }] }]) expect(hasStorableText(value)).toBe(true);
    },
  );

  it('is told alike by a plain recursion', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(hasStorableText(value)).toBe(everyTextIsStorable(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes no long look at backslashes', () => {
    const begun = performance.now();

    expect(hasStorableText('\\'.repeat(200_000))).toBe(true);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('numbers in free JSON', () => {
  it('are finite', () => {
    expect(hasFiniteNumbers({ a: [1, -0, { b: 1.5e300 }], c: null, d: 'Infinity' })).toBe(true);
    expect(hasFiniteNumbers(JSON.parse('{"a":[{"b":1e400}]}'))).toBe(false);
    expect(hasFiniteNumbers(JSON.parse('[-1e400]'))).toBe(false);
  });
});

describe('bytes', () => {
  it('are no JSON object', () => {
    expect(isJsonObject(Buffer.from('{}'))).toBe(false);
    expect(isJsonObject(new Uint8Array(2))).toBe(false);
  });
});
