import { NO_NUMBER, NO_OBJECT, NO_TEXT, objectOfBytes, objectOfDepth, UNSTORABLE_TEXT } from '../support/bad-values.js';

/** Bodies that are JSON and still will not do, by what is wrong with them. */
export type BadBody = readonly [what: string, body: string];

const IDS = ['interactionId', 'visitId', 'pageId'] as const;
const TEXTS = ['channel', 'ruleName', 'language'] as const;
const INVITATION_TEXTS = ['title', 'message', 'acceptLabel', 'declineLabel', 'url'] as const;

const LONGEST = {
  channel: 64,
  ruleName: 128,
  language: 64,
  title: 200,
  message: 2000,
  acceptLabel: 80,
  declineLabel: 80,
  url: 2048,
};

const VALID = { interactionId: 'hostile', visitId: 'hostile' };

const profile = (overrides: object): string => JSON.stringify({ ixnProfile: { ...VALID, ...overrides } });
const invitation = (overrides: object): string => profile({ invitation: overrides });
const named = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 40);

function each(field: string, values: readonly unknown[], make: (value: unknown) => string): readonly BadBody[] {
  return values.map((value) => [`${field} is ${named(value)}`, make(value)]);
}

/** Numbers as text, which JSON.stringify would not write. */
const HUGE = ['1e400', '-1e400', '1e309', '9007199254740993', '-0.5', '1.5', '0', '-1', '1e999999'] as const;

const deepText = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels);

const manyKeys = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

export const BAD_PROFILES: readonly BadBody[] = [
  ...IDS.flatMap((field) =>
    each(field, [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129), 'a\nb', '\u0085', '\u001b[31m'], (value) =>
      profile({ [field]: value }),
    ),
  ),
  ...TEXTS.flatMap((field) =>
    each(field, [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(LONGEST[field] + 1)], (value) =>
      profile({ [field]: value }),
    ),
  ),
  ...each('language', ['x', 'en_US', 'en--US', '😀', 'en-\u202eUS', '*'], (value) => profile({ language: value })),
  ...INVITATION_TEXTS.flatMap((field) =>
    each(`invitation.${field}`, [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(LONGEST[field] + 1)], (value) =>
      invitation({ [field]: value }),
    ),
  ),
  ...each(
    'invitation.url',
    [
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      'ftp://x',
      'https://u:p@x',
      'http:\\\\x',
      'https://x y',
      'jav\tascript:alert(1)',
    ],
    (value) => invitation({ url: value }),
  ),
  ...each('timeToLive', NO_NUMBER, (value) => profile({ timeToLive: value })),
  ...each('invitation.displaySeconds', NO_NUMBER, (value) => invitation({ displaySeconds: value })),
  ...HUGE.map((text): BadBody => [`timeToLive is ${text}`, profile({ timeToLive: '#' }).replace('"#"', text)]),
  ...HUGE.map((text): BadBody => [
    `displaySeconds is ${text}`,
    invitation({ displaySeconds: '#' }).replace('"#"', text),
  ]),
  ...['data', 'clientData'].flatMap((field) => [
    ...each(field, NO_OBJECT, (value) => profile({ [field]: value })),
    ...each(field, [objectOfBytes(16 * 1024 + 1), objectOfDepth(9), manyKeys(7_000)], (value) =>
      profile({ [field]: value }),
    ),
    ...each(
      field,
      UNSTORABLE_TEXT.flatMap((text) => [{ a: text }, { [text]: 1 }]),
      (value) => profile({ [field]: value }),
    ),
    [`${field} holds 1e400`, profile({ [field]: { a: '#' } }).replace('"#"', '1e400')] as const,
    [
      `${field} is 10,000 objects deep`,
      profile({ [field]: '#' }).replace('"#"', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    ] as const,
    [
      `${field} is 10,000 lists deep`,
      profile({ [field]: { a: '#' } }).replace('"#"', deepText(10_000, '[', ']')),
    ] as const,
  ]),
  ...each('invitation', NO_OBJECT, (value) => profile({ invitation: value })),
  ...each('ixnProfile', NO_OBJECT, (value) => JSON.stringify({ ixnProfile: value })),
  ...each('the body', NO_OBJECT, (value) => JSON.stringify(value)),
  ['the body is a list of profiles', `[${profile({})}]`],
  ['the body is 10,000 lists deep', deepText(10_000, '[', ']')],
  ['the body is 10,000 objects deep', `${'{"ixnProfile":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['the body has 7,000 members', JSON.stringify({ ixnProfile: VALID, ...manyKeys(7_000) })],
  ['the profile has 7,000 members', profile(manyKeys(7_000))],
  ['the invitation has 7,000 members', invitation(manyKeys(7_000))],
  ['an id is sent in both spellings', profile({ visitID: 'hostile' })],
  ['a member is named twice', profile({}).replace('"visitId"', '"visitId":"other","visitId"')],
  ['a member is named twice in data', profile({ data: { a: 1 } }).replace('"a":1', '"a":1,"a":2')],
  ['a member is named twice in another way', profile({}).replace('"visitId"', '"visitId":"other","visit\\u0049d"')],
  ['the profile is named twice', `{"ixnProfile":${JSON.stringify(VALID)},"ixnProfile":${JSON.stringify(VALID)}}`],
  ['a member is of another’s name', JSON.stringify({ IxnProfile: VALID })],
  ['a member is unknown', JSON.stringify({ ixnProfile: VALID, admin: true })],
  ['a field is unknown', profile({ state: 'accepted' })],
  ['the attempt’s id is sent', profile({ attemptId: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21' })],
  ['nothing is sent', '{}'],
  ['interactionId is missing', JSON.stringify({ ixnProfile: { visitId: 'hostile' } })],
  ['visitId is missing', JSON.stringify({ ixnProfile: { interactionId: 'hostile' } })],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'].flatMap(
    (name): BadBody[] => [
      [`the body has ${name}`, JSON.stringify({ ixnProfile: VALID }).replace('{', `{"${name}":{"polluted":true},`)],
      [`the profile has ${name}`, profile({ '#': 1 }).replace('"#":1', `"${name}":{"polluted":true}`)],
      [`the invitation has ${name}`, invitation({ '#': 1 }).replace('"#":1', `"${name}":{"polluted":true}`)],
    ],
  ),
];

const cancel = (cancelData: unknown): string => JSON.stringify({ cancelData });

export const BAD_CANCELLATIONS: readonly BadBody[] = [
  ...(['interactionId', 'visitId'] as const).flatMap((field) =>
    each(field, [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129)], (value) => cancel({ [field]: value })),
  ),
  ...each('reason', [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(257)], (value) =>
    cancel({ visitId: 'hostile', reason: value }),
  ),
  ...each('cancelData', NO_OBJECT, cancel),
  ['nothing is named', cancel({})],
  ['the profile is sent', profile({})],
  ['a field is unknown', cancel({ visitId: 'hostile', force: true })],
  ['it has __proto__', '{"cancelData":{"visitId":"hostile","__proto__":{"polluted":true}}}'],
];
