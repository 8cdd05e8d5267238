import type { JsonObject } from '../contract/index.js';

/** Whether a value is a JSON object; bytes, which sockets can carry, are none. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/**
 * Whether every kind of store keeps a value as it is: it nests objects and lists at most so deep, each number in it is
 * one (text such as `1e400` is read as infinite), and each text and key can be stored. Looks no deeper than the bound,
 * since the value may be hostile.
 *
 * @param levels how deep; a value that is neither object nor list has depth 0
 */
export function isStorable(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isStorable(item, levels - 1));
  return Object.entries(value).every(([key, member]) => isStorableText(key) && isStorable(member, levels - 1));
}

/** Neither U+0000 nor half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
