import type { JsonObject } from '../../contract/index.js';
import { isJsonObject } from '../../fields/index.js';
import { type Conversion, CONVERSIONS } from './conversions.js';
import { type Pointer, valueAt } from './json-pointer.js';

/** Where a field may come from. */
export interface Place {
  readonly pointer: Pointer;
  readonly as?: Conversion;
}

/** What a mapping says of one field. */
export interface Rule {
  readonly field: Pointer;
  /** In the order in which they are tried. */
  readonly places: readonly Place[];
  /** What the field is where none of them has something, and it is not sent under its own name either. */
  readonly constant?: unknown;
}

/** What a rule found in what was sent. */
export interface Finding {
  readonly rule: Rule;
  readonly value: unknown;
  /** Where it was; nothing where no place of the rule has something. */
  readonly from: Pointer | undefined;
  /** Every place of the rule that is there, also where it has nothing. */
  readonly present: readonly Pointer[];
}

export function follow(rule: Rule, sent: JsonObject): Finding {
  const present = rule.places.filter(({ pointer }) => valueAt(sent, pointer) !== undefined);
  const place = present.find(({ pointer }) => !isNothing(valueAt(sent, pointer)));
  const found = place && valueAt(sent, place.pointer);
  return {
    rule,
    value: place?.as === undefined ? found : CONVERSIONS[place.as](found),
    from: place?.pointer,
    present: present.map(({ pointer }) => pointer),
  };
}

/** How many profiles leave a member out. No field of ours takes either of the two. */
function isNothing(value: unknown): boolean {
  return value === null || value === '';
}

/** The object with the field in it. Where the field's object is none, it stays, and is refused as it is. */
export function filled(object: JsonObject, [name = '', ...within]: Pointer, value: unknown): JsonObject {
  if (within.length === 0) return { ...object, [name]: value };
  const inner = Object.hasOwn(object, name) ? object[name] : {};
  return isJsonObject(inner) ? { ...object, [name]: filled(inner, within, value) } : object;
}
