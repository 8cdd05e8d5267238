import { describe, expect, it } from 'vitest';
import { objectOfDepth } from '../../../test/support/bad-values.js';
import type { JsonObject } from '../../contract/index.js';
import { DEFAULT_BOUNDS } from '../../fields/free-json.js';
import { parseMapping } from './mapping-file.js';
import { type Mapped, ParameterMapping, type UnknownFields } from './parameter-mapping.js';
import { PARAMETERS } from './parameters.js';
import { shapeOf } from './shape.js';

function mapped(sources: object, sent: unknown, unknownFields: UnknownFields = 'refuse'): Mapped {
  const { ixnProfile } = parseMapping(JSON.stringify({ ixnProfile: sources }), DEFAULT_BOUNDS);
  const mapping = new ParameterMapping(shapeOf(PARAMETERS.ixnProfile.fields), ixnProfile, unknownFields);
  return mapping.apply(sent as JsonObject);
}

const valueOf = (...args: Parameters<typeof mapped>): unknown => mapped(...args).value;

const faultsOf = (...args: Parameters<typeof mapped>): unknown =>
  Object.fromEntries(mapped(...args).faults.map(({ pointer, detail }) => [pointer, detail]));

describe('a field that is mapped', () => {
  it('comes from where the mapping says, nested ones too', () => {
    const sent = {
      Interaction: { Id: 'i-1' },
      pages: [{ 'visit/ID': 'v-1' }],
      notification: { header: 'Hello', seconds: '30' },
      userData: { theme: 'winter' },
    };
    const { value, faults, origins } = mapped(
      {
        interactionId: '/Interaction/Id',
        visitId: '/pages/0/visit~1ID',
        'invitation/title': '/notification/header',
        'invitation/displaySeconds': { pointer: '/notification/seconds', as: 'number' },
        clientData: '/userData',
      },
      sent,
    );

    expect(value).toEqual({
      interactionId: 'i-1',
      visitId: 'v-1',
      invitation: { title: 'Hello', displaySeconds: 30 },
      clientData: { theme: 'winter' },
    });
    expect(faults).toEqual([]);
    expect(origins.get('/invitation/title')).toEqual(['notification', 'header']);
  });

  it('comes from the first place that has something: neither null nor an empty text', () => {
    const sources = { pageId: ['/a', '/b', '/c'] };

    expect(valueOf(sources, { b: 'b', c: 'c' })).toEqual({ pageId: 'b' });
    expect(valueOf(sources, { a: null, b: '', c: 'c' })).toEqual({ pageId: 'c' });
    expect(valueOf(sources, { a: null })).toEqual({});
  });

  it('is a constant where no place before it has something', () => {
    const sources = { channel: ['/media', { value: 'callback' }] };

    expect(valueOf(sources, { media: 'chat' })).toEqual({ channel: 'chat' });
    expect(valueOf(sources, {})).toEqual({ channel: 'callback' });
    expect(mapped(sources, {}).origins.get('/channel')).toBeNull();
  });

  it('is not a constant where it is sent under its own name', () => {
    const sources = {
      channel: { value: 'chat' },
      'invitation/displaySeconds': { value: 30 },
      pageId: { value: 'p-1' },
    };
    const sent = { channel: 'callback', invitation: { title: 'Hello' }, pageID: 'p-2' };

    expect(valueOf(sources, sent)).toEqual({
      channel: 'callback',
      invitation: { title: 'Hello', displaySeconds: 30 },
      pageID: 'p-2',
    });
    expect(valueOf({ ...sources, ruleName: '/channel' }, { channel: 'cart' })).toMatchObject({
      channel: 'chat',
      ruleName: 'cart',
    });
  });

  it('comes under its own name where no place has something, in either spelling', () => {
    const sources = { visitId: '/pageData/visitID', 'invitation/title': '/header' };

    expect(valueOf(sources, { visitId: 'v-1', invitation: { title: 'Hello' } })).toEqual({
      visitId: 'v-1',
      invitation: { title: 'Hello' },
    });
    expect(valueOf(sources, { visitID: 'v-1' })).toEqual({ visitID: 'v-1' });
  });

  it('may be taken from within what another takes', () => {
    expect(valueOf({ clientData: '/userData', ruleName: '/userData/rule' }, { userData: { rule: 'cart' } })).toEqual({
      clientData: { rule: 'cart' },
      ruleName: 'cart',
    });
  });

  it('joins what is sent under our own names', () => {
    const sent = { header: 'Hello', invitation: { message: 'Welcome' }, language: 'en' };

    expect(valueOf({ 'invitation/title': '/header' }, sent)).toEqual({
      invitation: { message: 'Welcome', title: 'Hello' },
      language: 'en',
    });
  });

  it('does not hide that the object which it belongs to is none', () => {
    for (const invitation of ['text', null, [1]])
      expect(valueOf({ 'invitation/title': '/header' }, { header: 'Hello', invitation })).toEqual({ invitation });
  });

  it('may be of the name of an object of theirs', () => {
    expect(valueOf({ 'invitation/title': '/invitation' }, { invitation: 'Hello' })).toEqual({
      invitation: { title: 'Hello' },
    });
    expect(valueOf({ 'invitation/title': '/invitation/header' }, { invitation: { header: 'Hello' } })).toEqual({
      invitation: { title: 'Hello' },
    });
  });
});

describe('what no rule takes and is no field', () => {
  const SOURCES = { visitId: ['/pageData/visitID', '/visit'], channel: { value: 'chat' } };

  it('is refused where it stands, no higher', () => {
    expect(faultsOf(SOURCES, { pageData: { visitID: 'v-1', url: 'x', 'a/b': {} }, score: 7 })).toEqual({
      '/pageData/url': expect.stringMatching(
        /^is not a field here, and the mapping takes nothing from it; there are interactionId, visitId, /,
      ),
      '/pageData/a~1b': expect.stringContaining('is not a field here'),
      '/score': expect.stringContaining('is not a field here'),
    });
  });

  it('is refused within the objects that have fields of their own', () => {
    expect(faultsOf({ ruleName: '/invitation/rule' }, { invitation: { rule: 'r', titel: 'x', title: 'y' } })).toEqual({
      '/invitation/titel':
        'is not a field here, and the mapping takes nothing from it; there are title, message, acceptLabel, declineLabel, displaySeconds, url',
    });
  });

  it('is refused under the name of a field that comes from elsewhere', () => {
    const sent = { pageData: { visitID: 'v-1' }, visitId: 'v-2', visitID: 'v-3' };

    expect(faultsOf(SOURCES, sent)).toEqual({
      '/visitId': 'is not taken: the mapping takes visitId from /pageData/visitID',
      '/visitID': 'is not taken: the mapping takes visitId from /pageData/visitID',
    });
    expect(valueOf(SOURCES, sent)).toEqual({ visitId: 'v-1', channel: 'chat' });
  });

  it('is not a place that the mapping names, though an earlier one has something', () => {
    expect(faultsOf(SOURCES, { pageData: { visitID: 'v-1' }, visit: 'v-2' })).toEqual({});
    expect(faultsOf(SOURCES, { pageData: { visitID: null } })).toEqual({});
    expect(faultsOf(SOURCES, { pageData: {}, visit: 'v-2' })).toEqual({});
  });

  it('is not what stands in a field of ours, from which only what is taken goes', () => {
    const sources = { ruleName: ['/rule', '/data/rule'] };

    expect(valueOf(sources, { rule: 'r', data: { rule: 's' } })).toEqual({ ruleName: 'r', data: { rule: 's' } });
    expect(valueOf(sources, { data: { rule: 's', a: 1 } })).toEqual({ ruleName: 's', data: { a: 1 } });
  });

  it('is refused where an object is expected and something else stands', () => {
    expect(faultsOf(SOURCES, { pageData: 'text' })).toEqual({ '/pageData': expect.stringContaining('is not a field') });
    expect(valueOf({ ruleName: '/data/rule' }, { data: 'text' })).toEqual({ data: 'text' });
  });

  it('is told of a hundred times at most', () => {
    const many = Object.fromEntries(Array.from({ length: 7_000 }, (_, index) => [`k${index}`, index]));

    expect(mapped(SOURCES, many).faults).toHaveLength(100);
    expect(mapped(SOURCES, many, 'data').kept).toHaveLength(100);
  });
});

describe('with unknown fields in data, what no rule takes and is no field', () => {
  const SOURCES = { visitId: ['/pageData/visitID', '/visit'], 'invitation/title': '/invitation/header' };

  it('goes into data under its own name, without what was taken from it', () => {
    const sent = {
      pageData: { visitID: 'v-1', url: 'x' },
      visit: 'v-2',
      invitation: { header: 'Hello', style: 'dark' },
      score: 7,
      language: 'en',
    };
    const { value, kept, faults } = mapped(SOURCES, sent, 'data');

    expect(value).toEqual({
      visitId: 'v-1',
      invitation: { title: 'Hello' },
      language: 'en',
      data: { pageData: { url: 'x' }, visit: 'v-2', invitation: { style: 'dark' }, score: 7 },
    });
    expect(kept).toEqual([['pageData', 'url'], ['visit'], ['invitation', 'style'], ['score']]);
    expect(faults).toEqual([]);
  });

  it('joins the data that was sent, and never takes the place of its members', () => {
    const sent = { score: 7, url: 'x', data: { score: 8, a: 1 } };

    expect(valueOf({}, sent, 'data')).toEqual({ data: { score: 8, url: 'x', a: 1 } });
    expect(faultsOf({}, sent, 'data')).toEqual({
      '/score': 'is not a field here, and data has a member of its name already: there is no place for it',
    });
    expect(valueOf({ data: '/userData' }, { userData: { a: 1 }, score: 7 }, 'data')).toEqual({
      data: { a: 1, score: 7 },
    });
  });

  it('leaves alone what is no data', () => {
    for (const data of ['text', null, [1]]) expect(valueOf({}, { score: 7, data }, 'data')).toEqual({ data });
  });

  it('is what is left of a list, which closes up', () => {
    const sent = { pages: [{ id: 'p-1' }, { id: 'p-2', url: 'x' }, 'three'] };

    expect(valueOf({ pageId: '/pages/0' }, sent, 'data')).toMatchObject({ data: { pages: [sent.pages[1], 'three'] } });
    expect(valueOf({ pageId: '/pages/1/id' }, sent, 'data')).toEqual({
      pageId: 'p-2',
      data: { pages: [{ id: 'p-1' }, { url: 'x' }, 'three'] },
    });
  });

  it('is not an id that is sent in both spellings', () => {
    expect(valueOf({}, { visitId: 'v-1', visitID: 'v-2' }, 'data')).toEqual({ visitId: 'v-1', visitID: 'v-2' });
  });

  it('makes no data where there is none of it', () => {
    expect(valueOf(SOURCES, { visit: 'v-1' }, 'data')).toEqual({ visitId: 'v-1' });
  });

  it('goes nowhere where there is no field for data', () => {
    const mapping = new ParameterMapping(shapeOf(PARAMETERS.cancelData.fields), [], 'data');

    expect(mapping.apply({ visitId: 'v-1', why: 'so' })).toMatchObject({
      value: { visitId: 'v-1' },
      kept: [['why']],
      faults: [],
    });
  });
});

describe('hostile input', () => {
  const hostile: unknown = JSON.parse(
    '{"__proto__":{"polluted":true,"id":"v-1"},"constructor":{"prototype":{"polluted":true}},"a":{"__proto__":{"b":1}}}',
  );

  it.each(['refuse', 'data'] as const)('reaches no prototype: %s', (unknownFields) => {
    const { value } = mapped({ visitId: '/__proto__/id', ruleName: '/constructor/name' }, hostile, unknownFields);

    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value['visitId']).toBe('v-1');
    expect(value['ruleName']).toBeUndefined();
  });

  it('keeps its names in data, as data of the caller’s own does', () => {
    const { data } = mapped({}, hostile, 'data').value;

    expect(JSON.stringify(data)).toBe(JSON.stringify(hostile));
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });

  it.each(['refuse', 'data'] as const)('may be 10,000 levels deep, or very wide: %s', (unknownFields) => {
    const sources = { visitId: '/a/a/id', pageId: '/list/0' };
    const begun = performance.now();

    mapped(sources, objectOfDepth(10_000), unknownFields);
    mapped(sources, { list: Array.from({ length: 120_000 }, (_, index) => index) }, unknownFields);
    mapped(sources, Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [index, {}])), unknownFields);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
