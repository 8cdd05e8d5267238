import { describe, expect, it } from 'vitest';
import { fieldOfPointer } from './field-of-pointer.js';

describe('the field that a fault is about', () => {
  it.each([
    ['/ixnProfile/language', 'language'],
    ['/ixnProfile/invitation/displaySeconds', 'displaySeconds'],
    ['/ixnProfile/data/customer/title', 'data'],
    ['/cancelData/reason', 'reason'],
  ])('is found by %s', (pointer, field) => {
    expect(fieldOfPointer(pointer)).toBe(field);
  });

  it.each(['', '/ixnProfile', '/cancelData'])('is none for %j', (pointer) => {
    expect(fieldOfPointer(pointer)).toBeUndefined();
  });
});
