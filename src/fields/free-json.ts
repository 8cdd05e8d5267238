import { isJsonObject, isStorable } from './json.js';

/** How much free JSON may hold. */
export interface FreeJsonBounds {
  /** Bytes of its JSON text. */
  readonly dataBytes: number;
  /** How deep it may nest objects and arrays. */
  readonly dataLevels: number;
}

export const DEFAULT_BOUNDS: FreeJsonBounds = { dataBytes: 16 * 1024, dataLevels: 8 };

/** The bounds that hold for what is being read. Reading is done in one go, so that they are nobody else's meanwhile. */
let boundsNow = DEFAULT_BOUNDS;

/** Reads under these bounds. */
export function under<T>(bounds: FreeJsonBounds, read: () => T): T {
  boundsNow = bounds;
  try {
    return read();
  } finally {
    boundsNow = DEFAULT_BOUNDS;
  }
}

export function isFreeJson(value: unknown): boolean {
  const { dataBytes, dataLevels } = boundsNow;
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

export function freeJsonExpectation(): string {
  const { dataBytes, dataLevels } = boundsNow;
  const size = dataBytes % 1024 === 0 ? `${dataBytes / 1024} KiB` : `${dataBytes} bytes`;
  return `must be a JSON object of at most ${size} and ${dataLevels} levels, without U+0000, lone surrogates and infinite numbers`;
}
