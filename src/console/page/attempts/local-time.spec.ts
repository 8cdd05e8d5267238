import { describe, expect, it } from 'vitest';
import { localOf, momentOf } from './local-time.js';

describe('local times', () => {
  it.each(['2026-01-31T12:00:05.000Z', '2026-07-01T00:00:00.000Z'])('come back as they were: %s', (moment) => {
    expect(momentOf(localOf(moment))).toBe(moment);
  });

  it.each(['', 'yesterday'])('are none: "%s"', (text) => {
    expect(momentOf(text)).toBeNull();
    expect(localOf(text)).toBe('');
  });
});
