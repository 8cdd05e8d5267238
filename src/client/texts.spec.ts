import { describe, expect, it } from 'vitest';
import { ENGLISH, textsFor } from './texts.js';

describe('the texts of an invitation', () => {
  it('are the strategy’s where it has some, and the page’s for the rest', () => {
    const texts = textsFor({ title: 'Bonjour' }, { ...ENGLISH, acceptLabel: 'Oui' });

    expect(texts).toEqual({ ...ENGLISH, title: 'Bonjour', acceptLabel: 'Oui' });
  });
});
