import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, placeIn } from './place.js';

describe('a place in the console', () => {
  it.each(['', '#', '#/'])('is the overview where the address says nothing: "%s"', (hash) => {
    expect(placeIn(hash)).toEqual({ view: 'overview', item: null, parameters: {} });
  });

  it('is found by its address, whatever it is about', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, fc.dictionary(fc.constantFrom('id', 'state', 'rule'), text), (item, parameters) => {
        expect(placeIn(addressOf('attempts', parameters, item))).toEqual({
          view: 'attempts',
          item,
          parameters: { ...parameters },
        });
      }),
    );
  });

  it('leaves out what says nothing', () => {
    expect(addressOf('attempts', { id: '', state: 'shown', rule: null, cursor: undefined })).toBe(
      '#/attempts?state=shown',
    );
  });

  it('stands for nothing else where the address is broken', () => {
    expect(placeIn('#/attempts/%E0%A4%A?x=%')).toEqual({
      view: 'attempts',
      item: '%E0%A4%A',
      parameters: { x: '%' },
    });
  });
});
