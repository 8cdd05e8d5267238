import { describe, expect, it } from 'vitest';
import { DEFAULT_BOUNDS } from '../../fields/free-json.js';
import { MappingError, parseMapping } from './mapping-file.js';

const rulesIn = (mapping: unknown): ReturnType<typeof parseMapping> =>
  parseMapping(JSON.stringify(mapping), DEFAULT_BOUNDS);

/** What is said of a mapping that will not do. */
function complaintOf(text: string): string {
  try {
    parseMapping(text, DEFAULT_BOUNDS);
    return 'nothing';
  } catch (error) {
    if (error instanceof MappingError) return error.message;
    throw error;
  }
}

describe('a mapping file', () => {
  it('says where fields come from: a place, several, with a conversion, or a constant', () => {
    const { ixnProfile, cancelData } = rulesIn({
      ixnProfile: {
        interactionId: { pointer: '/Interaction/Id', as: 'text' },
        visitId: ['/pageData/visitID', '/visit'],
        channel: ['/media', { value: 'chat' }],
        '/invitation/title': '/a~1b/0',
        'invitation/displaySeconds': { value: 30 },
      },
      cancelData: { interactionId: '/Id' },
    });

    expect(ixnProfile).toEqual([
      { field: ['interactionId'], places: [{ pointer: ['Interaction', 'Id'], as: 'text' }] },
      { field: ['visitId'], places: [{ pointer: ['pageData', 'visitID'] }, { pointer: ['visit'] }] },
      { field: ['channel'], places: [{ pointer: ['media'] }], constant: 'chat' },
      { field: ['invitation', 'title'], places: [{ pointer: ['a/b', '0'] }] },
      { field: ['invitation', 'displaySeconds'], places: [], constant: 30 },
    ]);
    expect(cancelData).toEqual([{ field: ['interactionId'], places: [{ pointer: ['Id'] }] }]);
  });

  it.each([{}, { ixnProfile: {} }, { cancelData: {} }])('may say little: %j', (mapping) => {
    expect(rulesIn(mapping)).toEqual({ ixnProfile: [], cancelData: [] });
  });

  it('may map a whole object, and make one up', () => {
    expect(
      rulesIn({ ixnProfile: { invitation: '/notification', clientData: { value: { theme: 'winter' } } } }),
    ).toEqual(
      expect.objectContaining({
        ixnProfile: [
          { field: ['invitation'], places: [{ pointer: ['notification'] }] },
          { field: ['clientData'], places: [], constant: { theme: 'winter' } },
        ],
      }),
    );
  });
});

describe('a mapping file that will not do', () => {
  const profile = (sources: object): string => JSON.stringify({ ixnProfile: sources });

  it.each([
    ['', /^it is no JSON text \(.*\)$/],
    ['{\n"ixnProfile": {\n"visitId" "/x"\n}\n}', /^it is no JSON text \(.*\)$/],
    ['[]', /^it is no JSON object$/],
    ['null', /^it is no JSON object$/],
    ['{"cancelData":{},"cancelData":{}}', /^it names a member of an object twice$/],
    ['{"ixnprofile":{}}', /^"ixnprofile" is no parameter; there are ixnProfile, cancelData$/],
    ['{"__proto__":{}}', /^"__proto__" is no parameter/],
    ['{"ixnProfile":[]}', /^ixnProfile must be an object of fields and where they come from$/],
    ['{"ixnProfile":null}', /^ixnProfile must be an object/],
    [
      profile({ visitid: '/v' }),
      /^"visitid" of ixnProfile is not a field; there are interactionId, .*invitation, invitation\/title, /,
    ],
    [profile({ visitID: '/v' }), /^"visitID" of ixnProfile is not a field/],
    [profile({ 'invitation/titel': '/v' }), /^"invitation\/titel" of ixnProfile is not a field/],
    [profile({ 'clientData/theme': '/v' }), /^"clientData\/theme" of ixnProfile is not a field/],
    ['{"ixnProfile":{"__proto__":"/v"}}', /^"__proto__" of ixnProfile is not a field/],
    [
      '{"cancelData":{"channel":"/v"}}',
      /^"channel" of cancelData is not a field; there are interactionId, visitId, reason$/,
    ],
    [
      profile({ visitId: 'pageData.visitID' }),
      /^"visitId" of ixnProfile comes from "pageData\.visitID", .*no JSON pointer/,
    ],
    [profile({ visitId: '' }), /comes from "", which is no JSON pointer/],
    [profile({ visitId: '/a~b' }), /comes from "\/a~b", which is no JSON pointer.*~0 for a tilde/],
    [profile({ visitId: ['/a', 'b'] }), /comes from "b", which is no JSON pointer/],
    [profile({ visitId: 7 }), /comes from 7, which is none of/],
    [profile({ visitId: null }), /comes from null, which is none of/],
    [profile({ visitId: [['/a']] }), /comes from \["\/a"\], which is none of/],
    [profile({ visitId: {} }), /comes from \{\}, which is none of/],
    [profile({ visitId: { pointer: '/a', AS: 'text' } }), /which is none of/],
    [profile({ visitId: { pointer: '/a', as: 'integer' } }), /is taken as "integer".*number, text, seconds, language$/],
    [profile({ visitId: { pointer: '/a', as: 'toString' } }), /is taken as "toString", which is no conversion/],
    [profile({ visitId: [] }), /comes from an empty list: leave it out$/],
    [profile({ channel: { value: 'chat', as: 'text' } }), /^the value for "channel" of ixnProfile has other members/],
    [profile({ channel: [{ value: 'chat' }, '/media'] }), /^the value for "channel" of ixnProfile is not the last/],
    [
      profile({ channel: { value: 7 } }),
      /^the value for "channel" .*: \/channel must be a string of 1 to 64 characters$/,
    ],
    [profile({ 'invitation/displaySeconds': { value: '30' } }), /\/invitation\/displaySeconds must be a whole number/],
    [profile({ invitation: { value: { titel: 'x' } } }), /\/invitation\/titel is not a field here/],
    [profile({ data: { value: null } }), /\/data must be a JSON object of at most 16 KiB/],
    [profile({ visitId: '/a', '/visitId': '/b' }), /^it says more than once where "visitId" of ixnProfile comes from$/],
    [profile({ 'invitation/title': '/a', invitation: '/b' }), /more than once where "invitation" of ixnProfile/],
  ])('says why: %s', (text, complaint) => {
    expect(complaintOf(text)).toMatch(complaint);
    expect(complaintOf(text)).not.toContain('\n');
  });

  it('is not repeated at length', () => {
    expect(complaintOf(profile({ visitId: 'x'.repeat(10_000) })).length).toBeLessThan(500);
  });
});
