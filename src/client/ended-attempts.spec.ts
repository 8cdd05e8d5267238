import { describe, expect, it } from 'vitest';
import { EndedAttempts } from './ended-attempts.js';

describe('ended attempts', () => {
  it('are remembered, up to a bound, the newest', () => {
    const ended = new EndedAttempts();
    for (let count = 0; count <= 500; count++) ended.add(`a-${count}`);

    expect(ended.has('a-0')).toBe(false);
    expect(ended.has('a-1')).toBe(true);
    expect(ended.has('a-500')).toBe(true);
  });
});
