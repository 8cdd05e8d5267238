import 'reflect-metadata';
import type { JsonObject } from '../contract/index.js';

const SPELLINGS = Symbol('spellings');

/** Another spelling under which callers may send the field. */
export function AlsoSpelled(spelling: string): PropertyDecorator {
  return (target, property) => {
    Reflect.defineMetadata(SPELLINGS, { ...spellingsOf(target), [spelling]: String(property) }, target);
  };
}

/** Other spellings of the fields of a class, and the names that they stand for. */
export function spellingsOf(prototype: object): Readonly<Record<string, string>> {
  const spellings: Readonly<Record<string, string>> | undefined = Reflect.getMetadata(SPELLINGS, prototype);
  return spellings ?? {};
}

/** The object with each field under its name. A field that is sent under both is left as it is, and so is unknown. */
export function respelled(value: JsonObject, spellings: Readonly<Record<string, string>>): JsonObject {
  const present = Object.keys(spellings).some((spelling) => Object.hasOwn(value, spelling));
  if (!present) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      const name = Object.hasOwn(spellings, key) ? spellings[key] : undefined;
      return [name === undefined || Object.hasOwn(value, name) ? key : name, field];
    }),
  );
}
