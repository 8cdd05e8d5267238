import { Allow } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_NUMBER, NO_OBJECT, NO_TEXT, UNSTORABLE_TEXT } from '../../test/support/bad-values.js';
import {
  FreeJson,
  Identifier,
  LanguageTag,
  Nested,
  OneOf,
  Optional,
  OptionalBeside,
  Text,
  Timestamp,
  WebAddress,
  WholeNumber,
} from './field.decorators.js';
import { readAtOnce } from './quick-look.js';
import { readThoroughly } from './read-fields.js';
import { AlsoSpelled } from './spellings.js';

const VALUES_OF_EVERY_KIND = [...NO_TEXT, ...NO_NUMBER, ...NO_OBJECT, ...UNSTORABLE_TEXT, undefined];

class Part {
  @Identifier()
  partId!: string;

  @Optional()
  @WholeNumber(1, 9)
  count?: number;
}

class Whole {
  @AlsoSpelled('wholeID')
  @Identifier()
  wholeId!: string;

  @OptionalBeside('title')
  @WebAddress()
  address?: string;

  @Optional()
  @Text(10)
  title?: string;

  @Optional()
  @LanguageTag()
  language?: string;

  @Optional()
  @OneOf(['one', 'two'])
  kind?: string;

  @Optional()
  @Timestamp()
  since?: string;

  @Optional()
  @Nested(() => Part)
  part?: Part;

  @Optional()
  @FreeJson()
  data?: object;
}

class Odd {
  @Allow()
  anything?: unknown;
}

/** What class-validator makes of it; nothing where it finds something wrong. */
function readByTheBook(sent: unknown): Whole | undefined {
  try {
    return readThoroughly(Whole, sent);
  } catch {
    return undefined;
  }
}

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const good = {
  wholeId: fc.string({ minLength: 1, maxLength: 20 }),
  address: fc.webUrl(),
  title: fc.string({ minLength: 1, maxLength: 10 }),
  language: fc.constantFrom('en', 'pt-BR', 'zh-Hant-TW'),
  kind: fc.constantFrom('one', 'two'),
  since: fc.constantFrom('2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+01:00'),
  part: fc.record({ partId: fc.constant('p'), count: optional(fc.integer({ min: 0, max: 10 })) }),
  data: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
};
const anything = fc.oneof(fc.constantFrom(...VALUES_OF_EVERY_KIND), fc.anything());
const sent = fc
  .record(
    Object.fromEntries(
      Object.entries(good).map(([name, value]) => [name, fc.oneof({ weight: 9, arbitrary: value }, anything)]),
    ),
    { requiredKeys: [] },
  )
  .chain((body) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(body) },
      { weight: 1, arbitrary: fc.constant({ ...body, wholeID: body['wholeId'] }) },
      { weight: 1, arbitrary: fc.constant({ ...body, wholeId: 'w-1', wholeID: 'w-1' }) },
      { weight: 1, arbitrary: fc.string().map((name) => ({ ...body, [name]: 1 })) },
    ),
  );

describe('the quick look', () => {
  it('lets pass what class-validator lets pass, and nothing else, and makes the same of it', () => {
    let passed = 0;
    fc.assert(
      fc.property(sent, (body) => {
        const quick = readAtOnce(Whole, body);
        expect(quick).toEqual(readByTheBook(body));
        if (quick !== undefined) passed++;
      }),
      { numRuns: 3_000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it.each(VALUES_OF_EVERY_KIND.map((value) => [value]))('takes %o as class-validator does', (value) => {
    expect(readAtOnce(Whole, value)).toEqual(readByTheBook(value));
  });

  it('does not judge a class that is decorated in other ways', () => {
    expect(readAtOnce(Odd, { anything: 1 })).toBeUndefined();
  });
});
