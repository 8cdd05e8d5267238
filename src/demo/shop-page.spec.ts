import { describe, expect, it } from 'vitest';
import { shopPageFor } from './shop-page.js';

const TEMPLATE = '<script data-visit-id="%visitId%"></script>';

describe('the shop page', () => {
  it('carries the visit in its script tag', () => {
    expect(shopPageFor('visit-1', TEMPLATE)).toBe('<script data-visit-id="visit-1"></script>');
  });

  it('takes no markup from the visit id', () => {
    expect(shopPageFor('"><img src=x>$&', TEMPLATE)).toBe(
      '<script data-visit-id="&quot;&gt;&lt;img src=x&gt;$&amp;"></script>',
    );
  });

  it.each([undefined, '', ['a', 'b']])('begins a new visit for %j', (visitId) => {
    expect(shopPageFor(visitId, TEMPLATE)).toMatch(/data-visit-id="[0-9a-f-]{36}"/);
  });
});
