import { describe, expect, it } from 'vitest';
import { detailOf } from './detail.js';

describe('a detail', () => {
  it.each([
    ['closed', 'closed'],
    ['', undefined],
    ['a\u0000b\ud800c', 'a\ufffdb\ufffdc'],
    ['😀'.repeat(300), '😀'.repeat(256)],
  ])('%j is told as %j', (text, told) => {
    expect(detailOf(text)).toBe(told);
  });
});
