import { describe, expect, it } from 'vitest';
import { AlsoSpelled, respelled, spellingsOf } from './spellings.js';

class Visit {
  @AlsoSpelled('visitID')
  visitId!: string;

  @AlsoSpelled('pageID')
  @AlsoSpelled('page')
  pageId!: string;
}

class RelayedVisit extends Visit {
  @AlsoSpelled('relay')
  via!: string;
}

describe('other spellings', () => {
  it('belong to the class and to those that extend it', () => {
    expect(spellingsOf(Visit.prototype)).toEqual({ visitID: 'visitId', pageID: 'pageId', page: 'pageId' });
    expect(spellingsOf(RelayedVisit.prototype)).toEqual({ ...spellingsOf(Visit.prototype), relay: 'via' });
    expect(spellingsOf(Object.prototype)).toEqual({});
  });

  it('stand for the name of the field', () => {
    const sent = { visitID: 'v-1', page: 'p-1', other: 1 };

    expect(respelled(sent, spellingsOf(Visit.prototype))).toEqual({ visitId: 'v-1', pageId: 'p-1', other: 1 });
    expect(sent).toEqual({ visitID: 'v-1', page: 'p-1', other: 1 });
  });

  it('do not replace a field that is sent under its name', () => {
    const sent = { visitId: 'v-1', visitID: 'v-2' };

    expect(respelled(sent, spellingsOf(Visit.prototype))).toEqual(sent);
  });

  it('are no way to reach a prototype', () => {
    const sent: object = JSON.parse('{"__proto__":{"visitID":"v-1"},"constructor":1,"visitID":"v-2"}');

    const read = respelled({ ...sent }, spellingsOf(Visit.prototype));

    expect(Object.keys(read).toSorted()).toEqual(['__proto__', 'constructor', 'visitId']);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });
});
