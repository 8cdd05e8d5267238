import type { Type as ClassOf } from '@nestjs/common';
import type { JsonObject } from '../../contract/index.js';
import { fieldNamesOf, isJsonObject, nestedFieldsOf, spellingsOf } from '../../fields/index.js';
import { type Pointer, pointerText } from './json-pointer.js';

/** Which fields an object of ours has. */
export interface Shape {
  readonly type: ClassOf<object>;
  readonly names: ReadonlySet<string>;
  /** Other spellings, and the names that they stand for. */
  readonly spellings: Readonly<Record<string, string>>;
  /** Those fields that are objects with fields of their own. */
  readonly nested: ReadonlyMap<string, Shape>;
}

export function shapeOf(type: ClassOf<object>): Shape {
  const prototype: object = type.prototype;
  return {
    type,
    names: fieldNamesOf(type),
    spellings: spellingsOf(prototype),
    nested: new Map(Object.entries(nestedFieldsOf(prototype)).map(([name, nested]) => [name, shapeOf(nested())])),
  };
}

/** The name of the field that a key stands for; nothing for a key of no field. */
export function fieldNameOf(key: string, { names, spellings }: Shape): string | undefined {
  if (names.has(key)) return key;
  return Object.hasOwn(spellings, key) ? spellings[key] : undefined;
}

/** Whether an object has the field, in whichever spelling. */
export function hasField(object: JsonObject, [name, ...within]: Pointer, shape: Shape): boolean {
  const key = Object.keys(object).find((spelling) => fieldNameOf(spelling, shape) === name);
  if (key === undefined || name === undefined) return false;
  const [inner, nested] = [object[key], shape.nested.get(name)];
  return within.length === 0 || (nested !== undefined && isJsonObject(inner) && hasField(inner, within, nested));
}

/** Every field that a mapping can fill. */
export function fieldsWithin({ names, nested }: Shape): readonly Pointer[] {
  return [...names].flatMap((name) => {
    const inner = nested.get(name);
    return [[name], ...(inner === undefined ? [] : fieldsWithin(inner).map((field) => [name, ...field]))];
  });
}

/** As the documentation writes fields: `visitId`, `invitation/title`. */
export function fieldText(field: Pointer): string {
  return pointerText(field).slice(1);
}
