import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasDuplicateMembers } from './duplicate-members.js';

const isTwice = (text: string): boolean => hasDuplicateMembers(text, JSON.parse(text));

describe('a member that is named twice', () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":[]},{"a":1,"a":null}]',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"":1,"":2}',
    '{"a:b":1,"a:b":2}',
  ])('is found in %s', (text) => {
    expect(isTwice(text)).toBe(true);
  });

  it.each(['{}', '[]', '1', '"a:b"', '{"a":":\\":","b":{"a":1}}', '{"a:":":","b\\\\":1}', '[{"a":1},{"a":1}]'])(
    'is not found in %s',
    (text) => {
      expect(isTwice(text)).toBe(false);
    },
  );

  it('is not found in what was written from an object, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(isTwice(JSON.stringify(value))).toBe(false);
      }),
    );
  });

  it('is found wherever it is added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
        const [name = ''] = Object.keys(value);
        const text = JSON.stringify(value);
        expect(isTwice(`${text.slice(0, -1)},${JSON.stringify(name)}:0}`)).toBe(true);
      }),
    );
  });

  it('takes no long search in a deep value', () => {
    const text = `${'{"a":['.repeat(20_000)}${']}'.repeat(20_000)}`;
    const begun = performance.now();

    expect(isTwice(text)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
