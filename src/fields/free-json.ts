import { isJsonObject, isStorable } from './json.js';

/** How much free JSON may hold. */
export interface FreeJsonBounds {
  /** Bytes of its JSON text. */
  readonly dataBytes: number;
  /** How deep it may nest objects and arrays. */
  readonly dataLevels: number;
}

export const DEFAULT_BOUNDS: FreeJsonBounds = { dataBytes: 16 * 1024, dataLevels: 8 };

/** The bounds that the free JSON of an object is read under. */
const BOUNDS = new WeakMap<object, FreeJsonBounds>();

export function putUnder(bounds: FreeJsonBounds, object: object): void {
  BOUNDS.set(object, bounds);
}

/** @param owner the object that the free JSON is a field of */
export function isFreeJson(value: unknown, owner: object | undefined): boolean {
  const { dataBytes, dataLevels } = boundsOf(owner);
  return isJsonObject(value) && isAtMostLong(value, dataBytes) && isStorable(value, dataLevels);
}

/** First of all: what is too long is not looked through. */
function isAtMostLong(value: object, bytes: number): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(value)) <= bytes;
  } catch {
    // It is so deep that it cannot even be written.
    return false;
  }
}

export function freeJsonExpectation(owner: object | undefined): string {
  const { dataBytes, dataLevels } = boundsOf(owner);
  const size = dataBytes % 1024 === 0 ? `${dataBytes / 1024} KiB` : `${dataBytes} bytes`;
  return `must be a JSON object of at most ${size} and ${dataLevels} levels, without U+0000, lone surrogates and infinite numbers`;
}

function boundsOf(owner: object | undefined): FreeJsonBounds {
  return (owner && BOUNDS.get(owner)) ?? DEFAULT_BOUNDS;
}
