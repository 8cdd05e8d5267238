import { describe, expect, it } from 'vitest';
import { NO_OBJECT, NO_TEXT, UNSTORABLE_TEXT } from '../../../test/support/bad-values.js';
import { faultsIn } from '../../../test/support/faults-in.js';
import { readFields } from '../../fields/index.js';
import { VisitMembershipDto } from './visit-membership.dto.js';

const faultsOf = (sent: unknown): Readonly<Record<string, string>> =>
  faultsIn(() => readFields(VisitMembershipDto, sent));

const ID = 'must be a string of 1 to 128 characters without control characters';

describe('a visit to join or leave', () => {
  it.each([
    { visitId: 'v-1' },
    { visitId: 'v-1', pageId: 'p-1' },
    { visitId: 'x'.repeat(128), pageId: 'x'.repeat(128) },
  ])('is named, and so may its page be: %j', (sent) => {
    expect({ ...readFields(VisitMembershipDto, sent) }).toEqual(sent);
  });

  it('cannot do without the visit', () => {
    expect(faultsOf({})).toEqual({ '/visitId': `is missing: it ${ID}` });
    expect(faultsOf({ pageId: 'p-1' })).toEqual({ '/visitId': `is missing: it ${ID}` });
  });

  it.each([...NO_OBJECT, undefined])('is no %j', (sent) => {
    expect(faultsOf(sent)).toEqual({ '': 'must be a JSON object' });
  });

  it.each(['visitId', 'pageId'])('has bounds for %s', (name) => {
    for (const value of [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129), 'two\nlines'])
      expect(faultsOf({ visitId: 'v-1', [name]: value }), JSON.stringify(value)).toEqual({ [`/${name}`]: ID });
  });

  it('names a field that is not one', () => {
    expect(faultsOf({ visitId: 'v-1', visitID: 'v-1' })).toEqual({
      '/visitID': 'is not a field here; there are visitId, pageId',
    });
    expect(Object.keys(faultsOf(JSON.parse('{"visitId":"v-1","__proto__":{},"constructor":1}')))).toEqual([
      '/__proto__',
      '/constructor',
    ]);
  });
});
