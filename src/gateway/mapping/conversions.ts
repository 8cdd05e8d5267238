/**
 * What may be made of a value on its way into a field. A value that cannot be converted stays as it is: whether it will
 * do is for the field to say.
 */
export const CONVERSIONS = {
  /** A whole number that is written as a text. */
  number: (value) => (isDigits(value) ? Number(value) : value),
  /** A whole number becomes its digits, as far as numbers in JSON are exact. */
  text: (value) => (Number.isSafeInteger(value) ? String(value) : value),
  /** Milliseconds, also as a text, become seconds; begun ones count. */
  seconds: (value) => (typeof value === 'number' || isDigits(value) ? Math.ceil(Number(value) / 1000) : value),
  /** A locale with underscores becomes a language tag. */
  language: (value) => (typeof value === 'string' ? value.replaceAll('_', '-') : value),
} as const satisfies Record<string, (value: unknown) => unknown>;

export type Conversion = keyof typeof CONVERSIONS;

export function isConversion(name: unknown): name is Conversion {
  return typeof name === 'string' && Object.hasOwn(CONVERSIONS, name);
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value);
}
