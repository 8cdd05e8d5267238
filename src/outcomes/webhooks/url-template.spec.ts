import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UrlTemplate, UrlTemplateError } from './url-template.js';

const PLAIN = { interactionId: 'i-1', visitId: 'v-1', attemptId: 'a-1', state: 'shown' };

const TEMPLATES = [
  'https://strategy.example.com/sessions/{interactionId}/events',
  'https://strategy.example.com:8443/{visitId}/{attemptId}.{state}?kind=outcome&visit={visitId}&last=1',
  'https://strategy.example.com/{interactionId}',
  'https://strategy.example.com/a/{visitId}.../b/',
  'https://strategy.example.com?visit={visitId}',
  'http://10.0.0.7/{state}/~{interactionId}~',
  'https://[2606:4700::1111]/v1/{attemptId}/{visitId}{visitId}/x?x',
];

/** What is dear to those who would lead elsewhere. */
const TRICKS = [
  '.',
  '..',
  '%2e',
  '%2E.',
  '/',
  '\\',
  '?',
  '#',
  '&',
  '=',
  ':',
  '@',
  '//',
  '%',
  '%00',
  '\0',
  '\t',
  '\n',
  ' ',
];

const anyId = fc
  .array(
    fc.oneof(
      fc.constantFrom(...TRICKS),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '\udfff', 'ü', '日本', '👩‍👩‍👧', '\u202e', '{visitId}', '$&', '$1'),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));

const anyIds = fc.record({ interactionId: anyId, visitId: anyId, attemptId: anyId, state: anyId });

/** What an address is made of, but for what stands in it. */
function shapeOf({ protocol, host, pathname, searchParams, hash, username, password }: URL): object {
  return {
    protocol,
    host,
    segments: pathname.split('/').length,
    parameters: [...searchParams.keys()],
    beside: hash + username + password,
  };
}

describe('an address with placeholders', () => {
  it('leads to the same host, as deep, with the same parameters, whatever the ids are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEMPLATES), anyIds, (text, ids) => {
        const template = UrlTemplate.of(text);
        const filled = template.filledWith(ids);
        const expected = template.filledWith(PLAIN);
        if (filled === undefined || expected === undefined) return;
        expect(filled.origin).toBe(template.origin.origin);
        expect(shapeOf(filled)).toEqual(shapeOf(expected));
      }),
      { numRuns: 5_000 },
    );
  });

  it('holds each id such that it can be read again', () => {
    const template = UrlTemplate.of('https://strategy.example.com/x/{interactionId}/y?visit={visitId}');
    fc.assert(
      fc.property(anyIds, (ids) => {
        const filled = template.filledWith(ids);
        if (filled === undefined) return;
        expect(decodeURIComponent(filled.pathname.split('/')[2] ?? '')).toBe(ids.interactionId);
        expect(filled.searchParams.get('visit')).toBe(ids.visitId);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['.', '..'])('holds no id %j where it would be a way up', (id) => {
    const filledBy = (text: string): URL | undefined => UrlTemplate.of(text).filledWith({ ...PLAIN, visitId: id });

    expect(filledBy('https://strategy.example.com/a/{visitId}/b')).toBeUndefined();
    expect(filledBy('https://strategy.example.com/a/{visitId}')).toBeUndefined();
    expect(filledBy('https://strategy.example.com/a/v-{visitId}')?.pathname).toBe(`/a/v-${id}`);
    expect(filledBy('https://strategy.example.com/a?visit={visitId}')?.search).toBe(`?visit=${id}`);
  });

  it.each(['\ud800', 'a\udc00b'])('holds no id that is no text: %j', (id) => {
    const template = UrlTemplate.of('https://strategy.example.com/{visitId}');

    expect(template.filledWith({ ...PLAIN, visitId: id })).toBeUndefined();
  });

  it('may hold a visit that is not known as nothing', () => {
    const template = UrlTemplate.of('https://strategy.example.com/visits/{visitId}/events');

    expect(template.filledWith({ ...PLAIN, visitId: '' })?.pathname).toBe('/visits//events');
  });
});

describe('a text that is no such address', () => {
  it.each([
    ['strategy.example.com/events', 'is no address'],
    ['', 'is no address'],
    ['https://', 'is no address'],
    ['https://strategy.example.com/a b', 'is no address'],
    ['https://strategy.example.com/{', 'is no address'],
    ['https://strategy.example.com/\\{visitId}', 'is no address'],
    ['https:\\\\strategy.example.com\\{visitId}', 'is no address'],
    ['https://strategy.example.com:{visitId}/', 'is no address'],
    ['ftp://strategy.example.com/', 'is no address of http or https'],
    ['file:///etc/{state}', 'is no address of http or https'],
    ['javascript:alert(1)', 'is no address of http or https'],
    ['https://user@strategy.example.com/', 'holds a name, a password or a fragment'],
    ['https://user:word@strategy.example.com/', 'holds a name, a password or a fragment'],
    ['https://{visitId}@strategy.example.com/', 'holds a name, a password or a fragment'],
    ['https://strategy.example.com/#{visitId}', 'holds a name, a password or a fragment'],
    ['https://{visitId}.example.com/', 'holds a placeholder in front of its path'],
    ['https:/{visitId}/events', 'holds a placeholder in front of its path'],
    ['{state}://strategy.example.com/', 'is no address of http or https'],
    ['https://strategy.example.com/../{visitId}', 'has a path with dots for a segment'],
    ['https://strategy.example.com/%2E%2e/{visitId}', 'has a path with dots for a segment'],
    ['https://strategy.example.com/{visitID}', 'holds {visitID}; there are {interactionId}, {visitId}'],
    ['https://strategy.example.com/{}', 'holds {}; there are'],
  ])('is refused: %j', (text, why) => {
    expect(() => UrlTemplate.of(text)).toThrow(UrlTemplateError);
    expect(() => UrlTemplate.of(text)).toThrow(why);
  });
});
