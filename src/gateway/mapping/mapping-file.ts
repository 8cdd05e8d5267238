import type { JsonObject } from '../../contract/index.js';
import { Fault } from '../../faults/index.js';
import { type FreeJsonBounds, isJsonObject, readFields } from '../../fields/index.js';
import { hasDuplicateMembers } from '../http/duplicate-members.js';
import { CONVERSIONS, isConversion } from './conversions.js';
import { parsePointer, type Pointer, pointerText } from './json-pointer.js';
import { isParameter, PARAMETERS, type ParameterName } from './parameters.js';
import { filled, type Place, type Rule } from './rule.js';
import { fieldsWithin, fieldText, type Shape, shapeOf } from './shape.js';

/** A mapping that will not do, in words that go on from "it will not do: ". */
export class MappingError extends Error {
  override readonly name = 'MappingError';
}

/** What a mapping says of each parameter. */
export type Rules = Readonly<Record<ParameterName, readonly Rule[]>>;

/**
 * Reads the text of a mapping file.
 *
 * @param bounds those of the fields, which its constants must keep
 * @throws MappingError for the first thing in it that will not do
 */
export function parseMapping(text: string, bounds: FreeJsonBounds): Rules {
  const mapping = parseJson(text);
  const stranger = Object.keys(mapping).find((name) => !isParameter(name));
  if (stranger !== undefined)
    throw new MappingError(`${quoted(stranger)} is no parameter; there are ${Object.keys(PARAMETERS).join(', ')}`);
  const rules = (name: ParameterName): readonly Rule[] => {
    const sources = Object.hasOwn(mapping, name) ? mapping[name] : {};
    if (!isJsonObject(sources)) throw new MappingError(`${name} must be an object of fields and where they come from`);
    return rulesOf(sources, shapeOf(PARAMETERS[name].fields), bounds, name);
  };
  return { ixnProfile: rules('ixnProfile'), cancelData: rules('cancelData') };
}

function parseJson(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error);
    throw new MappingError(`it is no JSON text (${why})`);
  }
  if (!isJsonObject(value)) throw new MappingError('it is no JSON object');
  if (hasDuplicateMembers(text, value)) throw new MappingError('it names a member of an object twice');
  return value;
}

function rulesOf(sources: JsonObject, shape: Shape, bounds: FreeJsonBounds, parameter: string): readonly Rule[] {
  const rules = Object.entries(sources).map(([name, source]) => {
    const about = `${quoted(name)} of ${parameter}`;
    const field = fieldOf(name, shape);
    if (field === undefined)
      throw new MappingError(`${about} is not a field; there are ${fieldsWithin(shape).map(fieldText).join(', ')}`);
    const rule = ruleOf(field, source, about);
    const complaint = rule.constant === undefined ? undefined : complaintOf(rule.constant, field, shape, bounds);
    if (complaint !== undefined) throw new MappingError(`the value for ${about} ${complaint}`);
    return rule;
  });
  const fields = rules.map(({ field }) => pointerText(field));
  const twice = fields.find((field, index) =>
    fields.some((other, place) => place !== index && (other === field || other.startsWith(`${field}/`))),
  );
  if (twice !== undefined)
    throw new MappingError(`it says more than once where ${quoted(twice.slice(1))} of ${parameter} comes from`);
  return rules;
}

/** Fields are named with or without the slash at the front: `visitId`, `/invitation/title`. */
function fieldOf(name: string, shape: Shape): Pointer | undefined {
  const text = name.startsWith('/') ? name : `/${name}`;
  return fieldsWithin(shape).find((field) => pointerText(field) === text);
}

/** A source is a place or a constant, or a list of them. */
function ruleOf(field: Pointer, source: unknown, about: string): Rule {
  const places: Place[] = [];
  const sources: readonly unknown[] = Array.isArray(source) ? source : [source];
  if (sources.length === 0) throw new MappingError(`${about} comes from an empty list: leave it out`);
  for (const [index, one] of sources.entries()) {
    if (!isJsonObject(one) || !Object.hasOwn(one, 'value')) {
      places.push(placeOf(one, about));
      continue;
    }
    if (Object.keys(one).length > 1) throw new MappingError(`the value for ${about} has other members beside it`);
    if (index < sources.length - 1) throw new MappingError(`the value for ${about} is not the last of its list`);
    return { field, places, constant: one['value'] };
  }
  return { field, places };
}

function placeOf(source: unknown, about: string): Place {
  if (typeof source === 'string') return { pointer: pointerOf(source, about) };
  const { pointer, as, ...others } = isJsonObject(source) ? source : {};
  if (typeof pointer !== 'string' || Object.keys(others).length > 0)
    throw new MappingError(
      `${about} comes from ${quoted(source)}, which is none of "/a/pointer", {"pointer": "/a/pointer", "as": "number"} and {"value": "a constant"}`,
    );
  if (as === undefined) return { pointer: pointerOf(pointer, about) };
  if (isConversion(as)) return { pointer: pointerOf(pointer, about), as };
  const names = Object.keys(CONVERSIONS).join(', ');
  throw new MappingError(`${about} is taken as ${quoted(as)}, which is no conversion; there are ${names}`);
}

function pointerOf(text: string, about: string): Pointer {
  const pointer = parsePointer(text);
  if (pointer !== undefined) return pointer;
  throw new MappingError(
    `${about} comes from ${quoted(text)}, which is no JSON pointer: one begins with a slash, and has ~1 for a slash and ~0 for a tilde in a name`,
  );
}

/** What the field says of a value that it does not take. */
function complaintOf(value: unknown, field: Pointer, shape: Shape, bounds: FreeJsonBounds): string | undefined {
  try {
    readFields(shape.type, filled({}, field, value), bounds);
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const here = pointerText(field);
    const fault = error.facts.errors?.find(({ pointer }) => pointer === here || pointer.startsWith(`${here}/`));
    return fault && `will not do: ${fault.pointer} ${fault.detail}`;
  }
}

/** As JSON writes it, so that it stays on one line; not too long. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
}

const MOST_QUOTED = 100;
