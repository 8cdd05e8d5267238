import { describe, expect, it } from 'vitest';
import { NO_OBJECT, NO_TEXT, objectOfDepth, UNSTORABLE_TEXT } from '../../../test/support/bad-values.js';
import { faultsIn } from '../../../test/support/faults-in.js';
import { DISPOSITIONS } from '../../contract/index.js';
import { readFields } from '../../fields/index.js';
import { DispositionDto } from './disposition.dto.js';

const aDisposition = (overrides: object = {}): Record<string, unknown> => ({
  attemptId: 'a-1',
  disposition: 'accepted',
  ...overrides,
});

const faultsOf = (sent: unknown): Readonly<Record<string, string>> => faultsIn(() => readFields(DispositionDto, sent));

const ID = 'must be a string of 1 to 128 characters without control characters';
const DISPOSITION = 'must be one of delivered, shown, accepted, declined, ignored, failed';
const DETAIL = 'must be a string of 1 to 256 characters';

describe('a disposition', () => {
  it.each(DISPOSITIONS)('says that the attempt is %s', (disposition) => {
    expect({ ...readFields(DispositionDto, { attemptId: 'a-1', disposition }) }).toEqual({
      attemptId: 'a-1',
      disposition,
    });
  });

  it('may say more, up to its bounds', () => {
    const sent = aDisposition({ detail: 'x'.repeat(256), dispositionId: 'x'.repeat(128), pageId: '😀'.repeat(128) });

    expect({ ...readFields(DispositionDto, sent) }).toEqual(sent);
  });

  it('cannot do without the attempt and what became of it', () => {
    expect(faultsOf({})).toEqual({
      '/attemptId': `is missing: it ${ID}`,
      '/disposition': `is missing: it ${DISPOSITION}`,
    });
  });

  it.each([...NO_OBJECT, undefined])('is no %j', (sent) => {
    expect(faultsOf(sent)).toEqual({ '': 'must be a JSON object' });
  });

  it('is refused, and overflows nothing, when it is 10,000 levels deep', () => {
    expect(faultsOf(aDisposition({ detail: objectOfDepth(10_000) }))).toEqual({ '/detail': DETAIL });
  });

  it.each(['attemptId', 'dispositionId', 'pageId'])('has bounds for %s', (name) => {
    for (const value of [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129), 'two\nlines'])
      expect(faultsOf(aDisposition({ [name]: value })), JSON.stringify(value)).toEqual({ [`/${name}`]: ID });
  });

  it.each([...NO_TEXT, '', 'Accepted', 'cancelled', 'expired', 'pending', 'constructor'])(
    'does not take %j for what became of it',
    (disposition) => {
      expect(faultsOf(aDisposition({ disposition }))).toEqual({ '/disposition': DISPOSITION });
    },
  );

  it('has bounds for the detail', () => {
    for (const value of [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(257)])
      expect(faultsOf(aDisposition({ detail: value })), JSON.stringify(value)).toEqual({ '/detail': DETAIL });
  });

  it('says that a visitor does not want to be asked again, where it is declined', () => {
    for (const dontAskAgain of [true, false]) {
      const sent = aDisposition({ disposition: 'declined', dontAskAgain });
      expect({ ...readFields(DispositionDto, sent) }).toEqual(sent);
    }

    const sentence = 'must be true or false, and true only where disposition is declined';
    for (const disposition of DISPOSITIONS.filter((one) => one !== 'declined'))
      expect(faultsOf(aDisposition({ disposition, dontAskAgain: true }))).toEqual({ '/dontAskAgain': sentence });
    for (const dontAskAgain of ['true', 1, null, {}])
      expect(faultsOf(aDisposition({ disposition: 'declined', dontAskAgain }))).toEqual({ '/dontAskAgain': sentence });
  });

  it('names a field that is not one', () => {
    const sent: unknown = JSON.parse('{"attemptId":"a-1","disposition":"shown","state":"shown","__proto__":{}}');

    expect(Object.keys(faultsOf(sent))).toEqual(['/state', '/__proto__']);
  });
});
