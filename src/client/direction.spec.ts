import { describe, expect, it } from 'vitest';
import { directionOf } from './direction.js';

describe('the direction of a language', () => {
  it.each([
    ['en', 'ltr'],
    ['pt-BR', 'ltr'],
    ['ar', 'rtl'],
    ['HE-il', 'rtl'],
    ['az-Arab', 'rtl'],
    ['ar-Latn', 'ltr'],
  ])('%s is %s', (language, direction) => {
    expect(directionOf(language)).toBe(direction);
  });
});
