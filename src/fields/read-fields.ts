import type { Type as ClassOf } from '@nestjs/common';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { FieldFault } from '../contract/index.js';
import { Fault } from '../faults/index.js';
import { nestedFieldsOf } from './field.decorators.js';
import { DEFAULT_BOUNDS, under } from './free-json.js';
import { isJsonObject } from './json.js';
import { readAtOnce } from './quick-look.js';
import { respelled, spellingsOf } from './spellings.js';

/** How many unknown fields, and how many faults in all, are listed: who makes more means no good, and gets no long answer. */
const MOST_UNKNOWN = 50;
const MOST_LISTED = 100;

/**
 * Reads what a caller sent as an instance of a class whose fields are decorated, or tells everything that is wrong
 * with it. Looks only as deep as the classes go: what is free JSON stays as it came.
 *
 * @throws Fault `validation-failed` with every faulty field
 */
export function readFields<T extends object>(type: ClassOf<T>, sent: unknown, bounds = DEFAULT_BOUNDS): T {
  return under(bounds, () => readAtOnce(type, sent) ?? readThoroughly(type, sent));
}

/** The same by class-validator, which finds out everything that is wrong. */
export function readThoroughly<T extends object>(type: ClassOf<T>, sent: unknown): T {
  const faults: FieldFault[] = [];
  const value = readObject(type, sent, '', faults);
  if (value !== undefined && faults.length === 0) return value;
  throw validationFailed(faults);
}

export function validationFailed(faults: readonly FieldFault[]): Fault {
  const [first] = faults;
  const where = first === undefined || first.pointer === '' ? 'The body' : first.pointer;
  const listed = faults.slice(0, MOST_LISTED);
  const more = listed.length > 1 ? ` (and ${listed.length - 1} more under "errors")` : '';
  return new Fault('validation-failed', `${where} ${first?.detail ?? 'is not valid'}${more}.`, { errors: listed });
}

/** @param faults where each that is found is added */
function readObject<T extends object>(
  type: ClassOf<T>,
  sent: unknown,
  at: string,
  faults: FieldFault[],
): T | undefined {
  if (!isJsonObject(sent)) {
    faults.push({ pointer: at, detail: 'must be a JSON object' });
    return undefined;
  }
  const prototype: object = type.prototype;
  const spellings = spellingsOf(prototype);
  const pointerTo = (name: string): string => `${at}/${pointerToken(spellingSent(name, sent, spellings))}`;
  const named = respelled(sent, spellings);
  const known = fieldNamesOf(type);

  const instance = new type();
  for (const [name, value] of Object.entries(named)) {
    if (known.has(name)) Object.assign(instance, { [name]: value });
    else if (faults.length < MOST_UNKNOWN)
      faults.push({ pointer: `${at}/${pointerToken(name)}`, detail: unknownField(name, spellings, known) });
  }
  for (const { property, constraints = {} } of validateSync(instance)) {
    const expectation = constraints['present'] ?? Object.values(constraints)[0] ?? 'is not valid';
    const missing = !Object.hasOwn(named, property);
    faults.push({ pointer: pointerTo(property), detail: missing ? `is missing: it ${expectation}` : expectation });
  }
  for (const [name, nested] of Object.entries(nestedFieldsOf(prototype))) {
    const value = named[name];
    if (isJsonObject(value)) Object.assign(instance, { [name]: readObject(nested(), value, pointerTo(name), faults) });
  }
  return instance;
}

/** The names of the decorated fields of a class, and of those that it extends. */
export function fieldNamesOf(type: ClassOf): ReadonlySet<string> {
  const found = FIELDS.get(type);
  if (found !== undefined) return found;
  const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const names = new Set(metadata.map(({ propertyName }) => propertyName));
  FIELDS.set(type, names);
  return names;
}

const FIELDS = new WeakMap<ClassOf, ReadonlySet<string>>();

function unknownField(name: string, spellings: Readonly<Record<string, string>>, known: ReadonlySet<string>): string {
  const twin = Object.hasOwn(spellings, name) ? spellings[name] : undefined;
  if (twin !== undefined) return `is sent as ${twin} too: send it once`;
  return `is not a field here; there are ${[...known].join(', ')}`;
}

/** The key under which the caller sent a field. */
function spellingSent(name: string, sent: object, spellings: Readonly<Record<string, string>>): string {
  const spelling = Object.keys(spellings).find((key) => spellings[key] === name);
  return spelling !== undefined && !Object.hasOwn(sent, name) && Object.hasOwn(sent, spelling) ? spelling : name;
}

/** A name as it stands in a JSON pointer (RFC 6901). */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
