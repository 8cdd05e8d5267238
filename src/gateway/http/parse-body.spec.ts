import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsIn } from '../../../test/support/faults-in.js';
import { parseBody } from './parse-body.js';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const parsed = (contentType: string | undefined, text: string): unknown => parseBody(contentType, Buffer.from(text));

const faultsOf = (contentType: string, bytes: string | Buffer): Readonly<Record<string, string>> =>
  faultsIn(() => parseBody(contentType, Buffer.from(bytes)));

const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();

describe('a JSON body', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json ; charset=utf8; profile=x',
  ])('is one by its type %s', (contentType) => {
    expect(parsed(contentType, '{"ixnProfile":{"visitId":"ünïcødé 😀"}}')).toEqual({
      ixnProfile: { visitId: 'ünïcødé 😀' },
    });
  });

  it('may begin with a byte order mark', () => {
    expect(parsed(JSON_TYPE, '\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it.each(['[]', 'null', '7', '"text"', 'true'])(
    'is read as it is when it is %s: whether it will do shows later',
    (text) => {
      expect(parsed(JSON_TYPE, text)).toEqual(JSON.parse(text));
    },
  );

  it.each([
    '',
    ' ',
    '{',
    '{"a":1',
    "{'a':1}",
    '{"a":1,}',
    '{"a":1}}',
    'undefined',
    'NaN',
    '{"a":"\n"}',
    'ixnProfile={}',
  ])('is refused when it is %j', (text) => {
    expect(faultsOf(JSON_TYPE, text)).toEqual({ '': 'must be JSON text' });
  });

  it.each([
    ['a stray byte', [0x22, 0xff, 0x22]],
    ['a character that is cut off', [0x22, 0xf0, 0x9f, 0x98, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['half of a surrogate pair', [0x22, 0xed, 0xa0, 0xbd, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('is refused when it is not UTF-8: %s', (_, bytes) => {
    expect(faultsOf(JSON_TYPE, Buffer.from(bytes))).toEqual({ '': 'must be text in UTF-8' });
  });

  it('comes through unchanged, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parsed(JSON_TYPE, text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('may be 10,000 levels deep without overflow', () => {
    expect(() => parsed(JSON_TYPE, `${'['.repeat(10_000)}${']'.repeat(10_000)}`)).not.toThrow();
  });
});

describe('a form', () => {
  it('holds JSON in its fields, as a strategy’s <send> posts it', () => {
    const body = form({ _scxmleventname: 'engage', ixnProfile: '{"visitId":"a b+c&d=ü 😀"}' });

    expect(parsed(FORM_TYPE, body)).toEqual({ ixnProfile: { visitId: 'a b+c&d=ü 😀' } });
  });

  it.each([`${FORM_TYPE};charset=UTF-8`, 'APPLICATION/x-www-form-urlencoded'])(
    'is one by its type %s',
    (contentType) => {
      expect(parsed(contentType, 'cancelData=%7B%7D')).toEqual({ cancelData: {} });
    },
  );

  it('may be without fields', () => {
    expect(parsed(FORM_TYPE, '')).toEqual({});
    expect(parsed(FORM_TYPE, '_scxmleventname=engage')).toEqual({});
    expect(parsed(FORM_TYPE, '_scxmleventname=engage&_scxmleventname=again')).toEqual({});
  });

  it('may leave alone what need not be encoded', () => {
    expect(parsed(FORM_TYPE, 'ixnProfile={"visitId":"ü","a":[1]}')).toEqual({ ixnProfile: { visitId: 'ü', a: [1] } });
  });

  it.each(['', 'hello', '{', '[object Object]'])('is refused when its field is %j', (text) => {
    expect(faultsOf(FORM_TYPE, form({ ixnProfile: text }))).toEqual({ '/ixnProfile': 'must be JSON text' });
  });

  it('is refused when it repeats a field', () => {
    expect(faultsOf(FORM_TYPE, 'ixnProfile={}&ixnProfile={}')).toEqual({ '/ixnProfile': 'must be sent once' });
  });

  it('tells every field that is wrong, each by its pointer', () => {
    expect(faultsOf(FORM_TYPE, `${form({ 'a/b~c': 'hello', ixnProfile: '{' })}&x=1&x=2`)).toEqual({
      '/a~1b~0c': 'must be JSON text',
      '/ixnProfile': 'must be JSON text',
      '/x': 'must be sent once',
    });
  });

  it.each([
    'ixnProfile="%"',
    'ixnProfile="%zz"',
    'ixnProfile="%f"',
    'ixnProfile="%FF"',
    'ixnProfile="%F0%9F%98"',
    '%ff=1',
  ])('is refused when its percent signs do not spell UTF-8: %s', (body) => {
    expect(faultsOf(FORM_TYPE, body)).toEqual({ '': 'must be percent-encoded text in UTF-8' });
  });

  it('is refused when its bytes are not UTF-8', () => {
    expect(faultsOf(FORM_TYPE, Buffer.from([0x61, 0x3d, 0xff]))).toEqual({ '': 'must be text in UTF-8' });
  });

  it('cannot reach a prototype', () => {
    const body = parsed(FORM_TYPE, form({ ['__proto__']: '{"polluted":true}', constructor: '1' }));

    expect(Object.keys(body as object).toSorted()).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });

  it('says the same as JSON would, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parsed(FORM_TYPE, form({ ixnProfile: text }))).toEqual({ ixnProfile: JSON.parse(text) });
      }),
    );
  });
});

describe('a body of another type', () => {
  it.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/problem+json',
    'application/jsonp',
    'application/json, text/plain',
    'application/json; charset=latin1',
    'application/json; charset="utf-16"',
    `${FORM_TYPE}; charset=iso-8859-1`,
    '',
  ])('is refused: %s', (contentType) => {
    expect(() => parsed(contentType, '{}')).toThrow(expect.objectContaining({ code: 'unsupported-content-type' }));
  });

  it('is refused when it has a body and no type', () => {
    expect(() => parsed(undefined, '{}')).toThrow(expect.objectContaining({ code: 'unsupported-content-type' }));
  });
});

describe('a call without a body', () => {
  it('has an empty one, in which everything is missing', () => {
    expect(parsed(undefined, '')).toEqual({});
  });
});
