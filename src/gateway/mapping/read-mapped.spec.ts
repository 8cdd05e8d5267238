import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectOfBytes, objectOfDepth } from '../../../test/support/bad-values.js';
import { faultsIn } from '../../../test/support/faults-in.js';
import { Fault } from '../../faults/index.js';
import { DEFAULT_BOUNDS } from '../../fields/free-json.js';
import { EngageDto } from '../dto/engage.dto.js';
import { NoengageDto } from '../dto/noengage.dto.js';
import { parsePointer, valueAt } from './json-pointer.js';
import { parseMapping } from './mapping-file.js';
import type { UnknownFields } from './parameter-mapping.js';
import { ProfileMapping } from './profile-mapping.js';
import { readMapped } from './read-mapped.js';

const MAPPING = {
  ixnProfile: {
    interactionId: '/Interaction/Id',
    visitId: ['/pageData/visitID', '/visit'],
    timeToLive: '/timeout',
    'invitation/title': '/invitation/header',
    'invitation/url': '/links/0',
    clientData: '/userData',
    channel: { value: 'chat' },
  },
  cancelData: { interactionId: '/Interaction/Id', reason: '/note' },
};

function readAs(unknownFields: UnknownFields): (body: unknown) => EngageDto {
  const rules = parseMapping(JSON.stringify(MAPPING), DEFAULT_BOUNDS);
  const { ixnProfile } = new ProfileMapping(rules, { unknownFields });
  if (ixnProfile === undefined) throw new Error('there is no mapping');
  return (body) => readMapped(EngageDto, 'ixnProfile', ixnProfile, body, DEFAULT_BOUNDS);
}

const refusing = readAs('refuse');
const keeping = readAs('data');

const aProfile = (overrides: object = {}): Record<string, unknown> => ({
  Interaction: { Id: 'i-1' },
  pageData: { visitID: 'v-1' },
  ...overrides,
});

const faultsOf = (profile: unknown, read = refusing): Readonly<Record<string, string>> =>
  faultsIn(() => read({ ixnProfile: profile }));

const ID = 'must be a string of 1 to 128 characters without control characters';

describe('a mapped body', () => {
  it('is read in our fields', () => {
    const { ixnProfile } = refusing({ ixnProfile: aProfile({ timeout: 60, userData: { a: 1 }, language: 'en' }) });

    expect(JSON.parse(JSON.stringify(ixnProfile))).toEqual({
      interactionId: 'i-1',
      visitId: 'v-1',
      timeToLive: 60,
      clientData: { a: 1 },
      channel: 'chat',
      language: 'en',
    });
  });

  it.each([undefined, null, 'text', [], {}])('may be without a parameter that could be mapped: %j', (profile) => {
    expect(Object.keys(faultsOf(profile))).not.toEqual([]);
    expect(() => refusing(profile)).toThrow(Fault);
  });

  it('may be a cancellation', () => {
    const { cancelData } = new ProfileMapping(parseMapping(JSON.stringify(MAPPING), DEFAULT_BOUNDS), {
      unknownFields: 'refuse',
    });
    if (cancelData === undefined) throw new Error('there is no mapping');
    const read = (body: unknown): NoengageDto =>
      readMapped(NoengageDto, 'cancelData', cancelData, body, DEFAULT_BOUNDS);

    expect(read({ cancelData: { Interaction: { Id: 'i-1' }, note: 'no agent' } }).cancelData).toEqual({
      interactionId: 'i-1',
      reason: 'no agent',
    });
    expect(faultsIn(() => read({ cancelData: { Interaction: { Queue: 'q' } } }))).toEqual({
      '/cancelData/Interaction/Queue': expect.stringContaining('is not a field here'),
      '/cancelData/Interaction/Id': 'is missing: it must be sent, or visitId',
    });
  });
});

describe('a fault of a mapped body', () => {
  it('is where the caller has the value', () => {
    expect(
      faultsOf({
        Interaction: { Id: 7 },
        visit: '',
        timeout: 'soon',
        invitation: { header: 8, message: 9 },
        links: ['javascript:alert(1)'],
        userData: [],
        language: 'en_US',
      }),
    ).toEqual({
      '/ixnProfile/Interaction/Id': ID,
      '/ixnProfile/visit': `is missing: it ${ID}`,
      '/ixnProfile/timeout': 'must be a whole number from 1 to 86400',
      '/ixnProfile/invitation/header': 'must be a string of 1 to 200 characters',
      '/ixnProfile/invitation/message': 'must be a string of 1 to 2000 characters',
      '/ixnProfile/links/0': 'must be an http or https address of at most 2048 characters',
      '/ixnProfile/userData': expect.stringContaining('must be a JSON object of at most 16 KiB'),
      '/ixnProfile/language': 'must be a BCP 47 language tag, such as en or pt-BR',
    });
  });

  it('is where the value would come from when it is missing', () => {
    expect(faultsOf({})).toEqual({
      '/ixnProfile/Interaction/Id': `is missing: it ${ID}`,
      '/ixnProfile/pageData/visitID': `is missing: it ${ID}`,
    });
  });

  it('is under our own name where that was sent', () => {
    expect(faultsOf({ interactionId: 7, visitID: 8 })).toEqual({
      '/ixnProfile/interactionId': ID,
      '/ixnProfile/visitID': ID,
    });
  });

  it('is told beside those of the rest of the body', () => {
    expect(faultsIn(() => refusing({ ixnProfile: aProfile({ score: 7 }), timeout: 5 }))).toEqual({
      '/ixnProfile/score': expect.stringContaining('is not a field here'),
      '/timeout': 'is not a field here; there are ixnProfile',
    });
  });

  it('names the data that the unknown fields do not fit into', () => {
    const big = objectOfBytes(16 * 1024);
    const bounds =
      'must be a JSON object of at most 16 KiB and 8 levels, without U+0000, lone surrogates and infinite numbers';

    expect(faultsOf(aProfile({ big }), keeping)).toEqual({
      '/ixnProfile': `has unknown fields that data cannot keep: it ${bounds}`,
    });
    expect(faultsOf(aProfile({ deep: objectOfDepth(10_000) }), keeping)).toEqual({
      '/ixnProfile': expect.stringContaining('has unknown fields that data cannot keep'),
    });
    expect(faultsOf(aProfile({ data: big, score: 7 }), keeping)).toEqual({
      '/ixnProfile/data': `${bounds}, also with the unknown fields that it keeps`,
    });
    expect(faultsOf(aProfile({ data: [], score: 7 }), keeping)).toEqual({ '/ixnProfile/data': bounds });
  });
});

describe('any JSON at all', () => {
  const anyName = fc.oneof(
    fc.constantFrom('Interaction', 'Id', 'pageData', 'visitID', 'visit', 'timeout', 'invitation', 'header', 'links'),
    fc.constantFrom('userData', 'interactionId', 'visitId', 'channel', 'language', 'data', 'title', '__proto__', '0'),
    fc.string(),
  );
  const { json: anyJson } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('text', 'en', 7, null, ''),
      fc.jsonValue({ maxDepth: 2 }),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.array(fc.tuple(anyName, tie('json')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
    ),
  }));
  const anyProfile = fc
    .tuple(fc.array(fc.tuple(anyName, anyJson)), fc.boolean())
    .map(([members, isRight]) => ({ ...Object.fromEntries(members), ...(isRight && aProfile()) }));

  it.each([
    ['refusing', refusing],
    ['keeping', keeping],
  ])('is read, or refused with faults at places that were sent: %s', (_, read) => {
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: anyProfile }, anyJson), (profile) => {
        const body = { ixnProfile: profile };
        try {
          expect(read(body)).toBeInstanceOf(EngageDto);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
          const { errors = [] } = (error as Fault).facts;
          expect(errors).not.toEqual([]);
          for (const { pointer, detail } of errors)
            if (!detail.startsWith('is missing')) expect(valueAt(body, parsePointer(pointer) ?? [])).toBeDefined();
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('loses no member where unknown fields are kept', () => {
    let kept = 0;
    fc.assert(
      fc.property(anyProfile, (profile) => {
        const faults = faultsOf(profile, keeping);
        if (Object.keys(faults).length > 0) return;
        const left = leavesOf(keeping({ ixnProfile: profile }).ixnProfile);
        for (const [leaf, count] of leavesOf(profile)) expect(left.get(leaf) ?? 0).toBeGreaterThanOrEqual(count);
        kept++;
      }),
      { numRuns: 3_000 },
    );
    expect(kept).toBeGreaterThan(100);
  });
});

/** Everything in a value that is neither object nor list, and how often it is there. */
function leavesOf(value: unknown, found = new Map<string, number>()): Map<string, number> {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) leavesOf(member, found);
  else found.set(JSON.stringify(value), (found.get(JSON.stringify(value)) ?? 0) + 1);
  return found;
}
