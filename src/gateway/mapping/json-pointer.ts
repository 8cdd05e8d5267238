import { pointerToken } from '../../fields/index.js';

/** A JSON pointer (RFC 6901) in its steps: each is the name of a member, or the index of an item. */
export type Pointer = readonly string[];

const POINTER = /^(?:\/(?:[^~/]|~[01])*)+$/;
const INDEX = /^(?:0|[1-9]\d*)$/;

/** @returns nothing for a text that is no pointer, or the pointer to everything */
export function parsePointer(text: string): Pointer | undefined {
  if (!POINTER.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function pointerText(pointer: Pointer): string {
  return pointer.map((step) => `/${pointerToken(step)}`).join('');
}

/** What stands there in a JSON value; nothing where it does not lead. What a value inherits is not in it. */
export function valueAt(value: unknown, pointer: Pointer): unknown {
  let found = value;
  for (const step of pointer) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    if (Array.isArray(found) && !INDEX.test(step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}
