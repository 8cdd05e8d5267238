import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePointer, pointerText, valueAt } from './json-pointer.js';

/** What a pointer finds, by its text. */
const at = (value: unknown, text: string): unknown => valueAt(value, parsePointer(text) ?? ['no pointer']);

describe('a JSON pointer', () => {
  it.each([
    ['/a', ['a']],
    ['/a/b c/0', ['a', 'b c', '0']],
    ['/', ['']],
    ['/a//b', ['a', '', 'b']],
    ['/a~1b/m~0n/~01', ['a/b', 'm~n', '~1']],
    ['/__proto__/x', ['__proto__', 'x']],
    ['/a\nb', ['a\nb']],
  ])('is %j', (text, steps) => {
    expect(parsePointer(text)).toEqual(steps);
    expect(pointerText(steps)).toBe(text);
  });

  it.each(['', 'a', 'a/b', '#/a', '/a~', '/a~2', '/~/b', '$.a', ' /a'])('is not %j', (text) => {
    expect(parsePointer(text)).toBeUndefined();
  });

  it('has one text, which leads back to it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (steps) => {
        expect(parsePointer(pointerText(steps))).toEqual(steps);
      }),
    );
  });
});

describe('what a pointer finds', () => {
  const value: unknown = JSON.parse(
    '{"a":{"b/c":[{"m~n":1},null,[]],"":2},"0":"zero","__proto__":{"own":3},"text":"text"}',
  );

  it.each([
    ['/a/b~1c/0/m~0n', 1],
    ['/a/b~1c/1', null],
    ['/a/b~1c/2', []],
    ['/a/', 2],
    ['/0', 'zero'],
    ['/__proto__/own', 3],
  ])('is there at %s', (text, found) => {
    expect(at(value, text)).toEqual(found);
  });

  it.each([
    '/b',
    '/a/b',
    '/a/b~1c/3',
    '/a/b~1c/-',
    '/a/b~1c/00',
    '/a/b~1c/0x0',
    '/a/b~1c/length',
    '/a/b~1c/1/x',
    '/text/0',
    '/text/length',
    '/toString',
    '/constructor/prototype',
    '/a/__proto__',
  ])('is nothing at %s', (text) => {
    expect(at(value, text)).toBeUndefined();
  });
});
