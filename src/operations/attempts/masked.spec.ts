import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, masked } from './masked.js';

describe('a payload that is masked', () => {
  it('has its shape, and a mask for each value', () => {
    const payload = { name: 'Ada', cart: { total: 129.9, items: ['mug', { id: 7 }] }, isVip: true, note: null };

    expect(masked(payload)).toEqual({
      name: MASK,
      cart: { total: MASK, items: [MASK, { id: MASK }] },
      isVip: MASK,
      note: MASK,
    });
  });

  it('says nothing of any value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.jsonValue()), (payload) => {
        const leaves = JSON.stringify(masked(JSON.parse(JSON.stringify(payload))), (_, value) =>
          typeof value === 'object' ? value : value === MASK ? null : 'unmasked',
        );
        expect(leaves).not.toContain('unmasked');
      }),
    );
  });
});
