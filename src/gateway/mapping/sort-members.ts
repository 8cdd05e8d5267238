import type { JsonObject } from '../../contract/index.js';
import { isJsonObject } from '../../fields/index.js';
import type { Pointer } from './json-pointer.js';
import { fieldNameOf, type Shape } from './shape.js';

/** How many leftovers are told of. */
const MOST_LEFTOVERS = 100;

/** Something that was sent, that no rule has taken, and that is no field. */
export interface Leftover {
  readonly at: Pointer;
  /** The field whose name it has, and which a rule has filled from elsewhere. */
  readonly field: Pointer | undefined;
  /** The fields that there are in its place; nothing where there is no object of ours. */
  readonly fields: Shape['names'] | undefined;
}

interface SortedMembers {
  /** Those that are fields, as they were sent. */
  readonly fields: JsonObject;
  /** All others, in the objects and lists in which they were sent. */
  readonly others: JsonObject;
  /** Where those are; the first hundred. */
  readonly leftovers: readonly Leftover[];
}

/**
 * Sorts what rules have not taken into what is a field by its own name, and what is not. Looks into an object or a list
 * only where a rule took something from it, or where it has fields of its own; of these nothing is changed, and all else
 * stays as it came.
 *
 * @param taken what rules take, whether it is there or not
 * @param isFilled whether a rule has filled this field, so that no member of its name can
 */
export function sortMembers(
  sent: JsonObject,
  taken: readonly Pointer[],
  shape: Shape,
  isFilled: (field: Pointer) => boolean,
): SortedMembers {
  const leftovers: Leftover[] = [];
  const { fields, others } = sort(sent, [], taken, { shape, path: [] }, { isFilled, leftovers });
  return { fields: Object.fromEntries(fields), others: Object.fromEntries(others), leftovers };
}

type Members = readonly (readonly [name: string, value: unknown])[];

/** The fields that an object has which is a field itself, and which field it is. */
interface Fields {
  readonly shape: Shape;
  readonly path: Pointer;
}

interface Context {
  readonly isFilled: (field: Pointer) => boolean;
  /** Where each that is found is added. */
  readonly leftovers: Leftover[];
}

/** @param own nothing for an object, or a list, that has no fields of ours */
function sort(
  sent: object,
  at: Pointer,
  taken: readonly Pointer[],
  own: Fields | undefined,
  context: Context,
): { readonly fields: Members; readonly others: Members } {
  const steps = byFirstStep(taken);
  const fields: [string, unknown][] = [];
  const others: [string, unknown][] = [];
  for (const [key, member] of Object.entries(sent)) {
    const within = steps.get(key) ?? [];
    if (within.some((pointer) => pointer.length === 0)) continue;
    const inside = within.length > 0 && isContainer(member) ? member : undefined;
    const here = [...at, key];
    const name = own && fieldNameOf(key, own.shape);
    const field = own && name !== undefined ? [...own.path, name] : undefined;
    const isField = field !== undefined && !context.isFilled(field);
    const nested = name === undefined ? undefined : own?.shape.nested.get(name);

    if (isField && nested !== undefined && isJsonObject(member)) {
      const inner = sort(member, here, within, { shape: nested, path: field }, context);
      fields.push([key, Object.fromEntries(inner.fields)]);
      if (inner.others.length > 0) others.push([key, Object.fromEntries(inner.others)]);
    } else if (isField) {
      fields.push([key, inside === undefined ? member : rest(inside, here, within, { ...context, leftovers: [] })]);
    } else if (inside !== undefined) {
      const left = rest(inside, here, within, context);
      if (Object.keys(left).length > 0) others.push([key, left]);
    } else {
      others.push([key, member]);
      if (context.leftovers.length < MOST_LEFTOVERS)
        context.leftovers.push({ at: here, field, fields: own?.shape.names });
    }
  }
  return { fields, others };
}

/** What is left of an object or a list of which something was taken. A list closes up. */
function rest(member: object, here: Pointer, taken: readonly Pointer[], context: Context): object {
  const { others } = sort(member, here, taken, undefined, context);
  return Array.isArray(member) ? others.map(([, item]) => item) : Object.fromEntries(others);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Pointers by the member that they lead into, each without that step. */
function byFirstStep(pointers: readonly Pointer[]): ReadonlyMap<string, readonly Pointer[]> {
  const steps = new Map<string, Pointer[]>();
  for (const [step, ...within] of pointers) {
    if (step === undefined) continue;
    const known = steps.get(step);
    if (known === undefined) steps.set(step, [within]);
    else known.push(within);
  }
  return steps;
}
