import { describe, expect, it } from 'vitest';
import {
  NO_NUMBER,
  NO_OBJECT,
  NO_TEXT,
  objectOfBytes,
  objectOfDepth,
  UNSTORABLE_TEXT,
} from '../../../test/support/bad-values.js';
import { faultsIn } from '../../../test/support/faults-in.js';
import { readFields } from '../../fields/index.js';
import { EngageDto, IxnProfileDto } from './engage.dto.js';
import { InvitationDto } from './invitation.dto.js';

const anEngage = (overrides: object = {}): { ixnProfile: Record<string, unknown> } => ({
  ixnProfile: { interactionId: 'i-1', visitId: 'v-1', ...overrides },
});

const faultsOf = (body: unknown): Readonly<Record<string, string>> => faultsIn(() => readFields(EngageDto, body));

const ID = 'must be a string of 1 to 128 characters without control characters';
const FREE_JSON =
  'must be a JSON object of at most 16 KiB and 8 levels, without U+0000, lone surrogates and infinite numbers';
const WEB_ADDRESS = 'must be an http or https address of at most 2048 characters';

interface Field {
  readonly expectation: string;
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const text = (most: number): Field => ({
  expectation: `must be a string of 1 to ${most} characters`,
  good: ['a', 'x'.repeat(most), 'two\nlines', '<b>bold</b>'],
  bad: [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(most + 1)],
});

const id: Field = {
  expectation: ID,
  good: ['a', 'x'.repeat(128), '0000Ja8VNEVB000G'],
  bad: [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129), 'two\nlines'],
};

const wholeNumber = (most: number): Field => ({
  expectation: `must be a whole number from 1 to ${most}`,
  good: [1, most],
  bad: [...NO_NUMBER, 0, -1, 1.5, most + 1],
});

const freeJson: Field = {
  expectation: FREE_JSON,
  good: [{}, objectOfDepth(8), objectOfBytes(16 * 1024), { list: [1, null, 'ünïcødé 😀'] }],
  bad: [
    ...NO_OBJECT,
    objectOfDepth(9),
    objectOfBytes(16 * 1024 + 1),
    ...UNSTORABLE_TEXT.flatMap((bad) => [{ a: bad }, { [bad]: 1 }]),
  ],
};

const FIELDS: Readonly<Record<string, Field>> = {
  interactionId: id,
  interactionID: id,
  visitId: id,
  visitID: id,
  pageId: id,
  pageID: id,
  channel: text(64),
  language: {
    expectation: 'must be a BCP 47 language tag, such as en or pt-BR',
    good: ['en', 'pt-BR', 'zh-Hant-TW'],
    bad: [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'en_US', 'english language'],
  },
  ruleName: text(128),
  invitation: { expectation: 'must be a JSON object', good: [{}], bad: NO_OBJECT },
  timeToLive: wholeNumber(86_400),
  data: freeJson,
  clientData: freeJson,
};

const INVITATION_FIELDS: Readonly<Record<string, Field>> = {
  title: text(200),
  message: text(2000),
  acceptLabel: text(80),
  declineLabel: text(80),
  displaySeconds: wholeNumber(600),
  url: {
    expectation: WEB_ADDRESS,
    good: ['https://www.example.com/chat', 'http://localhost:8080/'],
    bad: [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'javascript:alert(1)', '/chat', 'https://user:pw@example.com/'],
  },
};

/** A profile with this field, and without the other spelling of it. */
function engageWith(name: string, value: unknown): unknown {
  const { ixnProfile } = anEngage();
  const { [name.replace('ID', 'Id')]: _, ...others } = ixnProfile;
  return { ixnProfile: { ...others, [name]: value } };
}

describe('an engage', () => {
  it('needs its interaction and its visit only', () => {
    const { ixnProfile } = readFields(EngageDto, anEngage());

    expect(ixnProfile).toBeInstanceOf(IxnProfileDto);
    expect({ ...ixnProfile }).toEqual({ interactionId: 'i-1', visitId: 'v-1' });
  });

  it('may say everything, and nothing of it is changed', () => {
    const sent = anEngage({
      pageId: 'p-1',
      channel: 'callback',
      language: 'pt-BR',
      ruleName: 'cart-abandonment',
      invitation: {
        title: 'Can we help you?',
        message: 'One of our specialists is free.',
        acceptLabel: 'Chat now',
        declineLabel: 'No, thanks',
        displaySeconds: 60,
        url: 'https://www.example.com/chat',
      },
      timeToLive: 300,
      data: { cartTotal: 129.9 },
      clientData: { theme: 'winter' },
    });

    const { ixnProfile } = readFields(EngageDto, sent);

    expect(JSON.parse(JSON.stringify({ ixnProfile }))).toEqual(sent);
    expect(ixnProfile.invitation).toBeInstanceOf(InvitationDto);
  });

  it('may spell the ids in the other way', () => {
    const { ixnProfile } = readFields(EngageDto, {
      ixnProfile: { interactionID: 'i-1', visitID: 'v-1', pageID: 'p-1' },
    });

    expect({ ...ixnProfile }).toEqual({ interactionId: 'i-1', visitId: 'v-1', pageId: 'p-1' });
  });

  it.each(['interactionId', 'visitId'])('cannot do without %s', (name) => {
    expect(faultsOf(anEngage({ [name]: undefined }))).toEqual({ [`/ixnProfile/${name}`]: ID });
    const { [name]: _, ...others } = anEngage().ixnProfile;
    expect(faultsOf({ ixnProfile: others })).toEqual({ [`/ixnProfile/${name}`]: `is missing: it ${ID}` });
  });

  it('cannot do without its profile', () => {
    expect(faultsOf({})).toEqual({ '/ixnProfile': 'is missing: it must be a JSON object' });
  });

  it.each(NO_OBJECT)('does not take %j for a profile, or for a body', (sent) => {
    expect(faultsOf({ ixnProfile: sent })).toEqual({ '/ixnProfile': 'must be a JSON object' });
    expect(faultsOf(sent)).toEqual({ '': 'must be a JSON object' });
  });

  it.each([
    ['interactionId', 'interactionID'],
    ['visitId', 'visitID'],
    ['pageId', 'pageID'],
  ])('sends %s once, not as %s too', (name, spelling) => {
    expect(faultsOf(anEngage({ [name]: 'a', [spelling]: 'a' }))).toEqual({
      [`/ixnProfile/${spelling}`]: `is sent as ${name} too: send it once`,
    });
  });

  it('names a field that is not one, since it may be a typo, and says which there are', () => {
    expect(faultsOf({ ...anEngage({ timetolive: 5, invitation: { titel: 'Hello' } }), visitId: 'v-1' })).toEqual({
      '/visitId': 'is not a field here; there are ixnProfile',
      '/ixnProfile/timetolive':
        'is not a field here; there are interactionId, visitId, pageId, channel, language, ruleName, invitation, timeToLive, data, clientData',
      '/ixnProfile/invitation/titel':
        'is not a field here; there are title, message, acceptLabel, declineLabel, displaySeconds, url',
    });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('does not let %s through, except in free data', (name) => {
    const within = `{"${name}":{"polluted":true}}`;
    const body: unknown = JSON.parse(
      `{"${name}":1,"ixnProfile":{"interactionId":"i-1","visitId":"v-1","${name}":1,"invitation":${within},"data":${within}}}`,
    );

    expect(Object.keys(faultsOf(body))).toEqual([`/${name}`, `/ixnProfile/${name}`, `/ixnProfile/invitation/${name}`]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('an engage that is 10,000 levels deep', () => {
  it.each([...Object.keys(FIELDS), 'unknown'])('is refused at once for its %s', (name) => {
    const begun = performance.now();

    expect(Object.keys(faultsOf(engageWith(name, { a: objectOfDepth(9_999) })))).toContainEqual(
      name === 'invitation' ? '/ixnProfile/invitation/a' : `/ixnProfile/${name}`,
    );
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe.each(Object.entries(FIELDS))('the field %s of a profile', (name, { expectation, good, bad }) => {
  it(expectation, () => {
    for (const value of good) expect(faultsOf(engageWith(name, value))).toEqual({});
    for (const value of bad)
      expect(faultsOf(engageWith(name, value)), JSON.stringify(value).slice(0, 80)).toEqual({
        [`/ixnProfile/${name}`]: expectation,
      });
  });
});

describe.each(Object.entries(INVITATION_FIELDS))(
  'the field %s of an invitation',
  (name, { expectation, good, bad }) => {
    it(expectation, () => {
      for (const value of good) expect(faultsOf(anEngage({ invitation: { [name]: value } }))).toEqual({});
      for (const value of bad)
        expect(faultsOf(anEngage({ invitation: { [name]: value } })), JSON.stringify(value).slice(0, 80)).toEqual({
          [`/ixnProfile/invitation/${name}`]: expectation,
        });
    });
  },
);
