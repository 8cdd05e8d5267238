import type { JsonObject } from '../../contract/index.js';

/** Stands for a value that is not shown. */
export const MASK = '•••';

/** The same object with a mask for each value: its shape tells what there is, and nothing of whom it is about. */
export function masked(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, maskedValue(value)]));
}

function maskedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedValue);
  if (typeof value === 'object' && value !== null) return masked({ ...value });
  return MASK;
}
