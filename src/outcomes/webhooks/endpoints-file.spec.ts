import { describe, expect, it } from 'vitest';
import { OUTCOME_STATES } from '../../contract/index.js';
import { EndpointsFileError, parseEndpoints } from './endpoints-file.js';

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const GOOD = { name: 'reports', url: 'https://reports.example.com/{state}', secrets: [SECRET] };

/** @returns why it is refused */
function refusalOf(text: string): string {
  try {
    parseEndpoints(text);
  } catch (error) {
    if (error instanceof EndpointsFileError) return error.message;
    throw error;
  }
  throw new Error('it is not refused');
}

const refusalOfOne = (overrides: object): string => refusalOf(JSON.stringify([{ ...GOOD, ...overrides }]));

describe('a file of endpoints', () => {
  it('names each with its address, its secrets and what it is told of', () => {
    const other = { ...GOOD, name: 'Other_1.2-3', secrets: [SECRET, SECRET], types: ['engagement.accepted'] };

    expect(parseEndpoints(JSON.stringify([GOOD, other]))).toMatchObject([
      { name: 'reports', address: { text: GOOD.url }, secrets: [SECRET], outcomes: OUTCOME_STATES },
      { name: 'Other_1.2-3', secrets: [SECRET, SECRET], outcomes: ['accepted'] },
    ]);
  });

  it('may name none, and an endpoint may be told of everything by naming nothing', () => {
    expect(parseEndpoints('[]')).toEqual([]);
    expect(parseEndpoints(JSON.stringify([{ ...GOOD, types: [] }]))).toMatchObject([{ outcomes: OUTCOME_STATES }]);
  });
});

describe('a file that will not do', () => {
  it.each([
    ['', 'it is no JSON text'],
    [`[{"secrets": ["${SECRET}"]`, 'it is no JSON text'],
    ['{}', 'it is no JSON array'],
    ['null', 'it is no JSON array'],
    ['[1]', 'endpoint 1 is no object'],
    ['[null]', 'endpoint 1 is no object'],
    ['[[]]', 'endpoint 1 is no object'],
    [JSON.stringify([GOOD, 'x']), 'endpoint 2 is no object'],
    [JSON.stringify([GOOD, { ...GOOD, url: 'https://other.example.com' }]), 'it names "reports" twice'],
    [`[{"__proto__": {}, "name": "a"}]`, 'endpoint 1 has a member "__proto__"; there are name, url, secrets, types'],
  ])('is refused: %s', (text, why) => {
    expect(refusalOf(text)).toContain(why);
  });

  it.each([
    [{ secret: SECRET }, 'has a member "secret"'],
    [{ name: undefined }, 'the name of endpoint 1 must be'],
    [{ name: '' }, 'the name of endpoint 1 must be'],
    [{ name: 7 }, 'the name of endpoint 1 must be'],
    [{ name: '..' }, 'the name of endpoint 1 must be'],
    [{ name: '.' }, 'the name of endpoint 1 must be'],
    [{ name: 'a/b' }, 'the name of endpoint 1 must be'],
    [{ name: 'a\n' }, 'the name of endpoint 1 must be'],
    [{ name: 'ä' }, 'the name of endpoint 1 must be'],
    [{ name: 'x'.repeat(65) }, 'the name of endpoint 1 must be'],
    [{ url: undefined }, 'the url of "reports" must be a text'],
    [{ url: 'reports.example.com' }, 'the url of "reports" is no address'],
    [{ url: 'https://reports.example.com/{id}' }, 'the url of "reports" holds {id}'],
    [{ secrets: undefined }, 'the secrets of "reports" must be a list of texts'],
    [{ secrets: SECRET }, 'the secrets of "reports" must be a list of texts'],
    [{ secrets: [] }, 'the secrets of "reports" must be a list of texts'],
    [{ secrets: [SECRET, 'whsec_short'] }, 'the secrets of "reports" must be a list of texts'],
    [{ secrets: [SECRET, 7] }, 'the secrets of "reports" must be a list of texts'],
    [{ types: 'engagement.shown' }, 'the types of "reports" must be a list of'],
    [{ types: ['shown'] }, 'the types of "reports" must be a list of'],
    [{ types: ['engagement.shown', 'engagement.shown'] }, 'the types of "reports" must be a list of'],
    [{ types: null }, 'the types of "reports" must be a list of'],
  ])('is refused for an endpoint with %j', (overrides, why) => {
    expect(refusalOfOne(overrides)).toContain(why);
  });

  it.each([
    ['where it breaks off', `[{"name": "reports", "secrets": ["${SECRET}]`],
    ['as a secret', JSON.stringify([{ ...GOOD, secrets: [`${SECRET}!`] }])],
    ['as the name of a member', JSON.stringify([{ ...GOOD, name: SECRET.repeat(3) }])],
  ])('tells nothing of a secret that is in it %s', (_, text) => {
    expect(refusalOf(text)).not.toContain(SECRET.slice(6, 20));
  });
});
