import { describe, expect, it } from 'vitest';
import { BoundedNames } from './bounded-names.js';

describe('names that others make up', () => {
  it('are told apart until there are too many, and stay told apart then', () => {
    const names = new BoundedNames(2);

    expect(['chat', 'callback', 'chat', 'video', 'callback', 'chat'].map((name) => names.of(name))).toEqual([
      'chat',
      'callback',
      'chat',
      '(other)',
      'callback',
      'chat',
    ]);
  });

  it('do not take the room of those that are known before', () => {
    const names = new BoundedNames(1, ['chat', 'callback']);

    expect(['video', 'fax', 'callback', 'chat'].map((name) => names.of(name))).toEqual([
      'video',
      '(other)',
      'callback',
      'chat',
    ]);
  });
});
