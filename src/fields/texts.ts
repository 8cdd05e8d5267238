import { isStorableText } from './json.js';

const MOST_ID_LENGTH = 128;

export const ID_EXPECTATION = `must be a string of 1 to ${MOST_ID_LENGTH} characters without control characters`;

/** What the documents say of an id. */
export const ID_BOUNDS = { minLength: 1, maxLength: MOST_ID_LENGTH, pattern: '^[^\\u0000-\\u001F\\u007F-\\u009F]+$' };

export function isIdentifier(value: unknown): value is string {
  return isText(value, MOST_ID_LENGTH) && !/\p{Cc}/u.test(value);
}

/** Characters are counted as a reader counts them: one that takes two units of UTF-16 is one. */
export function isText(value: unknown, most: number): value is string {
  if (typeof value !== 'string' || value === '' || value.length > 2 * most) return false;
  return (value.length <= most || Array.from(value).length <= most) && isStorableText(value);
}
