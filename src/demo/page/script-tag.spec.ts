import { describe, expect, it } from 'vitest';
import { scriptTag } from './script-tag.js';

describe('the script tag', () => {
  it('names where the library is, the visit and the page', () => {
    expect(scriptTag('http://127.0.0.1:8080', 'visit-1', 'home')).toBe(
      '<script src="http://127.0.0.1:8080/client/engagement.js" data-visit-id="visit-1" data-page-id="home" defer></script>',
    );
  });

  it('can be put into a page whatever the visit is called', () => {
    expect(scriptTag('', 'a"&b', 'home')).toContain('data-visit-id="a&quot;&amp;b"');
  });
});
