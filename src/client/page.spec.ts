import { describe, expect, it } from 'vitest';
import { uuidOf } from './page.js';

describe('an id made of random bytes', () => {
  it.each([
    [0x00, '00000000-0000-4000-8000-000000000000'],
    [0xff, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  ])('of 0x%x is a UUID of version 4', (byte, uuid) => {
    expect(uuidOf(new Uint8Array(16).fill(byte))).toBe(uuid);
  });
});
