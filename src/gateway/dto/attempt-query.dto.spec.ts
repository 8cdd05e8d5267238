import { parse } from 'node:querystring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsIn } from '../../../test/support/faults-in.js';
import { ATTEMPT_STATES } from '../../contract/index.js';
import { Fault } from '../../faults/index.js';
import { queryOf } from '../../fields/index.js';
import { AttemptQueryDto } from './attempt-query.dto.js';

/** Reads a query string as the service does. */
function read(query: string): AttemptQueryDto {
  return queryOf(AttemptQueryDto).transform(parse(query), { type: 'query' });
}

const faultsOf = (query: string): Readonly<Record<string, string>> => faultsIn(() => read(query));

describe('a query for attempts', () => {
  it('may ask for everything', () => {
    expect({ ...read('') }).toEqual({});
  });

  it('may use every filter at once', () => {
    const query =
      'visitId=v-1&interactionId=i-1&state=shown&since=2026-01-31T12%3A00%3A00Z&limit=20&cursor=0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21';

    expect({ ...read(query) }).toEqual({
      visitId: 'v-1',
      interactionId: 'i-1',
      state: 'shown',
      since: '2026-01-31T12:00:00Z',
      limit: 20,
      cursor: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21',
    });
  });

  it('may spell the ids in the other way', () => {
    expect({ ...read('visitID=v-1&interactionID=i-1') }).toEqual({ visitId: 'v-1', interactionId: 'i-1' });
  });

  it.each(ATTEMPT_STATES)('may ask for what is %s', (state) => {
    expect(read(`state=${state}`).state).toBe(state);
  });

  it.each([
    ['1', 1],
    ['200', 200],
  ])('has a limit of %s', (sent, limit) => {
    expect(read(`limit=${sent}`).limit).toBe(limit);
  });

  it.each(['visitId', 'visitID', 'interactionId', 'interactionID'])('has bounds for %s', (name) => {
    for (const value of ['', 'x'.repeat(129), 'two%0Alines', 'a%00b'])
      expect(faultsOf(`${name}=${value}`)).toEqual({
        [`/${name}`]: 'must be a string of 1 to 128 characters without control characters',
      });
    expect(faultsOf(`${name}=${'x'.repeat(128)}`)).toEqual({});
  });

  it.each(['', 'zzz', '0198f2a4-7c1e', '0198F2A4-7C1E-7B3A-9D52-1F0C6A8E4B21'])('knows no cursor "%s"', (cursor) => {
    expect(faultsOf(`cursor=${cursor}`)).toEqual({ '/cursor': 'must be the nextCursor of a page' });
  });

  it.each(['', 'Shown', 'gone', 'shown,accepted', 'constructor'])('knows no state "%s"', (state) => {
    expect(faultsOf(`state=${state}`)).toEqual({ '/state': `must be one of ${ATTEMPT_STATES.join(', ')}` });
  });

  it.each(['', '2026-01-31', '2026-02-31T12:00:00Z', '2026-01-31T12:00:00', 'yesterday', '1769860800000'])(
    'knows no time "%s"',
    (since) => {
      expect(faultsOf(`since=${since}`)).toEqual({
        '/since': 'must be an RFC 3339 time, such as 2026-01-31T12:00:00Z',
      });
    },
  );

  it.each(['', '0', '-1', '201', '1.5', 'ten', '1,000', '0x10', '1e1', ' 7', 'NaN', 'Infinity', '9'.repeat(400)])(
    'has no limit of "%s"',
    (limit) => {
      expect(faultsOf(`limit=${limit}`)).toEqual({ '/limit': 'must be a whole number from 1 to 200' });
    },
  );

  it.each(['visitId', 'interactionId', 'state', 'since', 'limit', 'cursor'])('has %s once', (name) => {
    expect(Object.keys(faultsOf(`${name}=1&${name}=2`))).toEqual([`/${name}`]);
  });

  it('names a parameter that is not one, and all that is wrong', () => {
    expect(Object.keys(faultsOf('visit=v-1&limit=0&state=gone'))).toEqual(['/visit', '/state', '/limit']);
  });

  it('names a parameter that every object has', () => {
    expect(Object.keys(faultsOf('__proto__=x&constructor=x&toString=x'))).toEqual([
      '/__proto__',
      '/constructor',
      '/toString',
    ]);
  });

  it('sends an id in one spelling only', () => {
    expect(faultsOf('visitId=v-1&visitID=v-1')).toEqual({ '/visitID': 'is sent as visitId too: send it once' });
  });

  it('is read or refused, whatever it says', () => {
    const name = fc.constantFrom(
      'visitId',
      'limit',
      'since',
      'state',
      '__proto__',
      'constructor',
      'limit[]',
      'toString',
    );
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', '__proto__', '0001-01-00 00:00:00Z'));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(name, fc.string()), value)), (pairs) => {
        const query = pairs.map((pair) => pair.map((part) => encodeURIComponent(part)).join('=')).join('&');
        try {
          expect(read(query)).toBeInstanceOf(AttemptQueryDto);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      }),
    );
    expect(Reflect.get({}, '0')).toBeUndefined();
  });
});
