import { describe, expect, it } from 'vitest';
import { Counter } from './counter.js';

describe('a counter', () => {
  it('counts by name, and knows those that are expected before the first comes', () => {
    const counter = new Counter<'shown' | 'accepted' | 'declined'>(['shown', 'accepted']);

    counter.add('accepted');
    counter.add('accepted');
    counter.add('declined', 3);

    expect([...counter]).toEqual([
      ['shown', 0],
      ['accepted', 2],
      ['declined', 3],
    ]);
  });
});
