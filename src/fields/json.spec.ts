import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectOfDepth, UNSTORABLE_TEXT } from '../../test/support/bad-values.js';
import { isJsonObject, isStorable } from './json.js';

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

/** The same in plainer words. */
function isStorableInWords(value: unknown, levels: number): boolean {
  const deep = (member: unknown): number =>
    typeof member === 'object' && member !== null ? 1 + Math.max(0, ...Object.values(member).map(deep)) : 0;
  const texts = (member: unknown): string[] => {
    if (typeof member === 'string') return [member];
    if (typeof member !== 'object' || member === null) return [];
    return Array.isArray(member) ? member.flatMap(texts) : Object.entries(member).flat().flatMap(texts);
  };
  return deep(value) <= levels && texts(value).every((text) => text.isWellFormed() && !text.includes('\0'));
}

describe('what can be stored', () => {
  it.each([
    ['a text', 'text', 0],
    ['null', null, 0],
    ['an empty object', {}, 1],
    ['an empty list', [], 1],
    ['a list in an object', { a: [] }, 2],
    ['its deepest branch', { a: 1, b: { c: [[1]] }, d: {} }, 4],
  ])('is as deep as it may be: %s counts objects and lists', (_, value, depth) => {
    expect(isStorable(value, depth)).toBe(true);
    if (depth > 0) expect(isStorable(value, depth - 1)).toBe(false);
  });

  it.each(UNSTORABLE_TEXT)('is not %j, as a value, a key, or deeper', (text) => {
    for (const value of [text, { [text]: 1 }, { a: [{ b: text }] }, { a: [{ [text]: 1 }] }, `\\${text}`])
      expect(isStorable(value, 3)).toBe(false);
  });

  it.each(['', '\\u0000', '\\\\u0000', '\\ud83d', 'u0000', '😀', '\u0001\u001f\u007f', '"\\"', '\ue000\uffff'])(
    'is %j',
    (text) => {
      for (const value of [text, { [text]: 1 }, { a: [{ b: text }] }]) expect(isStorable(value, 3)).toBe(true);
    },
  );

  it('has numbers that are none but finite', () => {
    expect(isStorable({ a: [1, -0, { b: 1.5e300 }], c: null, d: 'Infinity' }, 3)).toBe(true);
    expect(isStorable(JSON.parse('{"a":[{"b":1e400}]}'), 3)).toBe(false);
    expect(isStorable(JSON.parse('[-1e400]'), 3)).toBe(false);
  });

  it('is told alike in plainer words', () => {
    fc.assert(
      fc.property(anyJson, fc.nat({ max: 6 }), (value, levels) => {
        expect(isStorable(value, levels)).toBe(isStorableInWords(value, levels));
      }),
      { numRuns: 1_000 },
    );
  });

  it('neither overflows nor takes long when it is hostile', () => {
    const deep = objectOfDepth(1_000_000);
    const begun = performance.now();

    expect(isStorable(deep, 64)).toBe(false);
    expect(isStorable('\\'.repeat(200_000), 0)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
