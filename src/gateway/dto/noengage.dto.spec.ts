import { describe, expect, it } from 'vitest';
import { NO_OBJECT, NO_TEXT, objectOfDepth, UNSTORABLE_TEXT } from '../../../test/support/bad-values.js';
import { faultsIn } from '../../../test/support/faults-in.js';
import { readFields } from '../../fields/index.js';
import { CancelDataDto, NoengageDto } from './noengage.dto.js';

const aNoengage = (cancelData: object = { interactionId: 'i-1' }): object => ({ cancelData });

const faultsOf = (body: unknown): Readonly<Record<string, string>> => faultsIn(() => readFields(NoengageDto, body));

const ID = 'must be a string of 1 to 128 characters without control characters';
const REASON = 'must be a string of 1 to 256 characters';

describe('a noengage', () => {
  it.each([
    ['an interaction', { interactionId: 'i-1' }],
    ['a visit', { visitId: 'v-1' }],
    ['both, and the reason', { interactionId: 'i-1', visitId: 'v-1', reason: 'no agent is free any more' }],
    ['ids and a reason of full length', { interactionId: 'x'.repeat(128), reason: 'x'.repeat(256) }],
  ])('names %s', (_, sent) => {
    const { cancelData } = readFields(NoengageDto, aNoengage(sent));

    expect(cancelData).toBeInstanceOf(CancelDataDto);
    expect({ ...cancelData }).toEqual(sent);
  });

  it.each([
    [{ interactionID: 'i-1' }, { interactionId: 'i-1' }],
    [{ visitID: 'v-1' }, { visitId: 'v-1' }],
    [
      { interactionID: 'i-1', visitID: 'v-1' },
      { interactionId: 'i-1', visitId: 'v-1' },
    ],
  ])('may spell the ids in the other way: %j', (sent, read) => {
    expect({ ...readFields(NoengageDto, aNoengage(sent)).cancelData }).toEqual(read);
  });

  it('names at least one of them', () => {
    for (const sent of [{}, { reason: 'no agent is free' }])
      expect(faultsOf(aNoengage(sent))).toEqual({
        '/cancelData/interactionId': 'is missing: it must be sent, or visitId',
      });
  });

  it('cannot do without its parameter', () => {
    expect(faultsOf({})).toEqual({ '/cancelData': 'is missing: it must be a JSON object' });
    expect(faultsOf({ ixnProfile: {} })).toEqual({
      '/ixnProfile': 'is not a field here; there are cancelData',
      '/cancelData': 'is missing: it must be a JSON object',
    });
  });

  it.each(NO_OBJECT)('does not take %j for its parameter, or for a body', (sent) => {
    expect(faultsOf({ cancelData: sent })).toEqual({ '/cancelData': 'must be a JSON object' });
    expect(faultsOf(sent)).toEqual({ '': 'must be a JSON object' });
  });

  it.each(['interactionId', 'interactionID', 'visitId', 'visitID'])('has bounds for %s', (name) => {
    for (const value of [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129), 'two\nlines'])
      expect(faultsOf(aNoengage({ [name]: value })), JSON.stringify(value)).toEqual({ [`/cancelData/${name}`]: ID });
  });

  it('has bounds for an id also beside a good one', () => {
    expect(faultsOf(aNoengage({ interactionId: '', visitId: 'v-1' }))).toEqual({ '/cancelData/interactionId': ID });
    expect(faultsOf(aNoengage({ interactionId: 'i-1', visitId: null }))).toEqual({ '/cancelData/visitId': ID });
  });

  it('has bounds for the reason', () => {
    for (const value of [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(257)])
      expect(faultsOf(aNoengage({ visitId: 'v-1', reason: value })), JSON.stringify(value)).toEqual({
        '/cancelData/reason': REASON,
      });
  });

  it('names a field that is not one', () => {
    expect(faultsOf(aNoengage({ visitId: 'v-1', why: 'so', deep: objectOfDepth(10_000) }))).toEqual({
      '/cancelData/why': 'is not a field here; there are interactionId, visitId, reason',
      '/cancelData/deep': 'is not a field here; there are interactionId, visitId, reason',
    });
    expect(
      Object.keys(faultsOf(JSON.parse('{"cancelData":{"visitId":"v-1","__proto__":{},"constructor":1}}'))),
    ).toEqual(['/cancelData/__proto__', '/cancelData/constructor']);
  });

  it('sends an id in one spelling only', () => {
    expect(faultsOf(aNoengage({ visitId: 'v-1', visitID: 'v-1' }))).toEqual({
      '/cancelData/visitID': 'is sent as visitId too: send it once',
    });
  });
});
