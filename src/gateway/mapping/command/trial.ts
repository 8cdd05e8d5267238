import type { FieldFault, JsonObject } from '../../../contract/index.js';
import { Fault } from '../../../faults/index.js';
import { type FreeJsonBounds, isJsonObject, readFields } from '../../../fields/index.js';
import { pointerText } from '../json-pointer.js';
import { type ParameterName, PARAMETERS } from '../parameters.js';
import type { ProfileMapping } from '../profile-mapping.js';
import { readMapped } from '../read-mapped.js';

/** What the service would make of a body. All pointers are those of the body. */
export interface Trial {
  readonly parameter: ParameterName;
  /** In our fields; `null` where it is no object. */
  readonly value: unknown;
  /** Where the mapping found what it put into fields, by field; `null` for a constant. */
  readonly origins: Readonly<Record<string, string | null>>;
  /** Unknown members that went into `data`; from a cancellation, nowhere. */
  readonly kept: readonly string[];
  /** Why it would be refused. */
  readonly faults: readonly FieldFault[];
}

/** @returns nothing for a body that holds no parameter */
export function tryMapping(mapping: ProfileMapping, body: unknown, bounds: FreeJsonBounds): Trial | undefined {
  if (!isJsonObject(body)) return undefined;
  const parameter = parameterOf(body);
  if (parameter === undefined) return undefined;
  const sent = body[parameter];
  const rules = mapping[parameter];
  const mapped = rules !== undefined && isJsonObject(sent) ? rules.apply(sent) : undefined;
  const here = `/${parameter}`;
  return {
    parameter,
    value: mapped?.value ?? (isJsonObject(sent) ? sent : null),
    origins: Object.fromEntries(
      [...(mapped?.origins ?? [])].map(([field, at]) => [field.slice(1), at && here + pointerText(at)]),
    ),
    kept: (mapped?.kept ?? []).map((at) => here + pointerText(at)),
    faults: faultsIn(() => {
      const type = PARAMETERS[parameter].body;
      if (rules === undefined) readFields<object>(type, body, bounds);
      else readMapped<object>(type, parameter, rules, body, bounds);
    }),
  };
}

function parameterOf(body: JsonObject): ParameterName | undefined {
  if (Object.hasOwn(body, 'ixnProfile')) return 'ixnProfile';
  return Object.hasOwn(body, 'cancelData') ? 'cancelData' : undefined;
}

function faultsIn(read: () => void): readonly FieldFault[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof Fault) || error.facts.errors === undefined) throw error;
    return error.facts.errors;
  }
}
