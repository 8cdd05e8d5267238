import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NO_NUMBER,
  NO_OBJECT,
  NO_TEXT,
  objectOfBytes,
  objectOfDepth,
  UNSTORABLE_TEXT,
} from '../../test/support/bad-values.js';
import { faultsIn } from '../../test/support/faults-in.js';
import {
  FlagBeside,
  FreeJson,
  Identifier,
  LanguageTag,
  OneOf,
  Text,
  Timestamp,
  WebAddress,
  WholeNumber,
} from './field.decorators.js';
import { readFields } from './read-fields.js';

/** What is expected of a value in a field with this decorator; nothing when it will do. */
function complaintOf(decorator: PropertyDecorator): (value: unknown) => string | undefined {
  class Body {
    @decorator
    value: unknown;
  }
  return (value) => faultsIn(() => readFields(Body, { value }))['/value'];
}

/** Each bad value gets the one sentence that the field has; each good one is taken. */
function expectField(
  decorator: PropertyDecorator,
  { sentence, good, bad }: { sentence: string; good: readonly unknown[]; bad: readonly unknown[] },
): void {
  const complaint = complaintOf(decorator);
  expect(good.filter((value) => complaint(value) !== undefined)).toEqual([]);
  expect(bad.filter((value) => complaint(value) !== sentence)).toEqual([]);
}

describe('an id', () => {
  it('is 1 to 128 characters, none of them a control character', () => {
    expectField(Identifier(), {
      sentence: 'must be a string of 1 to 128 characters without control characters',
      good: ['a', ' ', 'x'.repeat(128), '😀'.repeat(128), '__proto__', 'ünïcødé/~?#', '0000Ja8VNEVB000G'],
      bad: [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'x'.repeat(129), '😀'.repeat(129), 'a\nb', '\t', '\u007f', '\u0085'],
    });
  });

  it('does not take long to refuse when it is huge', () => {
    const begun = performance.now();

    expect(complaintOf(Identifier())('x'.repeat(50_000_000))).toBeDefined();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a text', () => {
  it('is 1 to so many characters, an emoji being one', () => {
    expectField(Text(5), {
      sentence: 'must be a string of 1 to 5 characters',
      good: ['a', 'abcde', '😀😀😀😀😀', 'a\nb', '<b>'],
      bad: [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'abcdef', '😀😀😀😀😀😀', 'abcde😀'],
    });
  });

  it('counts characters as a reader does, for any text', () => {
    const complaint = complaintOf(Text(8));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        const characters = [...text].length;
        expect(complaint(text) === undefined).toBe(characters >= 1 && characters <= 8 && !text.includes('\0'));
      }),
    );
  });
});

describe('a whole number', () => {
  it('is within its bounds', () => {
    expectField(WholeNumber(1, 600), {
      sentence: 'must be a whole number from 1 to 600',
      good: [1, 2, 600, 60.0],
      bad: [...NO_NUMBER, 0, -0, -1, 601, 1.5, 600.000_001, 1e21, Infinity, -Infinity, Number.NaN],
    });
  });
});

describe('a name out of several', () => {
  it('is spelled as it is listed', () => {
    expectField(OneOf(['shown', 'failed']), {
      sentence: 'must be one of shown, failed',
      good: ['shown', 'failed'],
      bad: [...NO_TEXT, '', 'Shown', ' shown', 'shown,failed', 'toString'],
    });
  });
});

describe('a language', () => {
  it('is a BCP 47 tag', () => {
    expectField(LanguageTag(), {
      sentence: 'must be a BCP 47 language tag, such as en or pt-BR',
      good: ['en', 'EN', 'pt-BR', 'zh-Hant-TW', 'de-CH-1996', 'en-u-ca-buddhist', 'es-419'],
      bad: [...NO_TEXT, ...UNSTORABLE_TEXT, '', 'english language', 'en_US', 'e', '-en', 'en-', `en-${'x'.repeat(64)}`],
    });
  });
});

describe('a web address', () => {
  it('is http or https, and holds no credentials', () => {
    const longest = `https://example.com/${'x'.repeat(2048 - 'https://example.com/'.length)}`;
    expectField(WebAddress(), {
      sentence: 'must be an http or https address of at most 2048 characters',
      good: [
        'https://example.com',
        'http://localhost:8080/chat?a=1#b',
        'HTTPS://EXAMPLE.COM/',
        'https://[::1]/',
        longest,
      ],
      bad: [
        ...NO_TEXT,
        ...UNSTORABLE_TEXT,
        '',
        `${longest}x`,
        'example.com',
        '/chat',
        '//example.com',
        'https:example.com',
        'https://',
        'https://user@example.com/',
        'https://user:secret@example.com/',
        'https://exa mple.com/',
        ' https://example.com/',
        'javascript:alert(1)',
        'java\nscript:alert(1)',
        'JavaScript://example.com/%0aalert(1)',
        'data:text/html,hello',
        'ftp://example.com/',
        'file:///etc/hosts',
      ],
    });
  });
});

describe('a time', () => {
  it('is written as RFC 3339 has it', () => {
    expectField(Timestamp(), {
      sentence: 'must be an RFC 3339 time, such as 2026-01-31T12:00:00Z',
      good: [
        '2026-01-31T12:00:00Z',
        '2026-01-31t12:00:00z',
        '2026-01-31 12:00:00Z',
        '2026-01-31T12:00:00.123456789Z',
        '2026-01-31T12:00:00+05:30',
        '2024-02-29T00:00:00-00:00',
        '0000-01-01T00:00:00Z',
      ],
      bad: [
        ...NO_TEXT,
        ...UNSTORABLE_TEXT,
        '',
        '2026-01-31',
        '2026-01-31T12:00Z',
        '2026-01-31T12:00:00',
        '2026-01-31T12:00:00 Z',
        '2026-02-29T12:00:00Z',
        '2026-02-31T12:00:00Z',
        '2026-04-31 12:00:00Z',
        '2026-13-01T12:00:00Z',
        '2026-00-01T12:00:00Z',
        '2026-01-00 12:00:00Z',
        '0001-01-00 00:00:00Z',
        '2026-01-32T12:00:00Z',
        '2026-01-31T24:00:00Z',
        '2026-01-31T25:00:00Z',
        '2026-01-31T12:60:00Z',
        '2026-01-31T12:00:00+24:00',
        '+002026-01-31T12:00:00Z',
        '31 January 2026',
        '1769860800000',
      ],
    });
  });

  it('is read or refused, whatever stands in its place', () => {
    const complaint = complaintOf(Timestamp());
    const digits = (count: number): fc.Arbitrary<string> =>
      fc.integer({ min: 0, max: 10 ** count - 1 }).map((value) => String(value).padStart(count, '0'));
    const parts = [
      fc.integer({ min: 1000, max: 9999 }).map(String),
      digits(2),
      digits(2),
      fc.constantFrom('T', 't', ' '),
      digits(2),
      digits(2),
      digits(2),
    ] as const;
    fc.assert(
      fc.property(...parts, (year, month, day, between, hour, minute, second) => {
        const text = `${year}-${month}-${day}${between}${hour}:${minute}:${second}Z`;
        const isRead = complaint(text) === undefined;
        const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
        expect(isRead && new Date(Date.parse(text)).toISOString() !== iso).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('free JSON', () => {
  const sentence =
    'must be a JSON object of at most 16 KiB and 8 levels, without U+0000, lone surrogates and infinite numbers';
  const emoji = '😀'.repeat(4_000);

  it('is an object of at most 16 KiB and 8 levels', () => {
    expectField(FreeJson(), {
      sentence,
      good: [
        {},
        { a: [1, 'two', null, { three: true }] },
        objectOfDepth(8),
        objectOfBytes(16 * 1024),
        { text: emoji },
        { '': '', 'a/b~c': 1 },
        JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":1}}'),
      ],
      bad: [
        ...NO_OBJECT,
        objectOfDepth(9),
        { a: [[[[[[[[]]]]]]]] },
        objectOfBytes(16 * 1024 + 1),
        { text: `${emoji}${'x'.repeat(400)}` },
        ...UNSTORABLE_TEXT.flatMap((text) => [{ a: text }, { [text]: 1 }, { a: [{ b: text }] }]),
      ],
    });
  });

  it('is refused at once, and without overflow, when it is 10,000 levels deep or very wide', () => {
    const complaint = complaintOf(FreeJson());
    const begun = performance.now();

    expect(complaint(JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`))).toBe(sentence);
    expect(complaint({ a: JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`) })).toBe(sentence);
    expect(complaint({ a: Array.from({ length: 100_000 }, () => []) })).toBe(sentence);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('stays as it came', () => {
    class Body {
      @FreeJson()
      value: unknown;
    }
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (sent) => {
        fc.pre(complaintOf(FreeJson())(sent) === undefined);
        expect(readFields(Body, { value: sent }).value).toBe(sent);
      }),
    );
  });
});

describe('a flag beside another field', () => {
  class Reply {
    @OneOf(['yes', 'no'])
    answer: unknown;

    @FlagBeside('answer', 'no')
    final: unknown;
  }
  const complaintOfFlag = (answer: unknown, final: unknown): string | undefined =>
    faultsIn(() => readFields(Reply, { answer, final }))['/final'];

  it('is true or false, and true only where that has its value', () => {
    const sentence = 'must be true or false, and true only where answer is no';

    for (const [answer, final] of [
      ['no', true],
      ['no', false],
      ['yes', false],
      ['neither', false],
    ])
      expect(complaintOfFlag(answer, final)).toBeUndefined();
    for (const [answer, final] of [
      ['yes', true],
      ['neither', true],
      [undefined, true],
      ...['true', 1, 0, null, undefined, {}, [], [true]].map((value) => ['no', value]),
    ])
      expect(complaintOfFlag(answer, final), JSON.stringify([answer, final])).toContain(sentence);
  });
});
