import type { JsonObject } from '../contract/index.js';

/** Whether a value is a JSON object; bytes, which sockets can carry, are none. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/**
 * Whether a value nests objects and arrays at most so deep; a value that is neither has depth 0. Walks without
 * recursion, since the value may be hostile, and looks no further once the answer is known.
 */
export function isAtMostDeep(value: unknown, levels: number): boolean {
  let layer = containersOf([value]);
  for (let depth = 1; layer.length > 0; depth++) {
    if (depth > levels) return false;
    layer = containersOf(layer.flatMap((container) => Object.values(container)));
  }
  return true;
}

/**
 * Whether every number in a value is one: text such as `1e400` is read as infinite. For values whose depth is known to
 * be bounded.
 */
export function hasFiniteNumbers(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(hasFiniteNumbers);
}

/** Whether every string and every key can be stored: no U+0000 and no half of a surrogate pair. */
export function hasStorableText(value: unknown): boolean {
  const text = JSON.stringify(value);
  // JSON.stringify writes both as \u escapes, and a backslash that belongs to a text as two.
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text);
}

function containersOf(values: readonly unknown[]): object[] {
  return values.filter((value) => typeof value === 'object' && value !== null);
}
