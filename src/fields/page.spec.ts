import { describe, expect, it } from 'vitest';
import { pageOf } from './page.js';

describe('a page', () => {
  it.each([
    [[], { page: [], goOnAfter: undefined }],
    [[1, 2], { page: [1, 2], goOnAfter: undefined }],
    [[1, 2, 3], { page: [1, 2], goOnAfter: 2 }],
  ])('of %j says where to go on', (found, expected) => {
    expect(pageOf(found, 2)).toEqual(expected);
  });
});
