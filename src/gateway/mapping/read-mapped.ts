import type { Type as ClassOf } from '@nestjs/common';
import type { FieldFault } from '../../contract/index.js';
import { Fault } from '../../faults/index.js';
import { type FreeJsonBounds, isJsonObject, readFields, validationFailed } from '../../fields/index.js';
import type { ParameterMapping } from './parameter-mapping.js';

/**
 * Reads a body whose parameter is mapped. Faults point at what the caller sent.
 *
 * @throws Fault `validation-failed` with every faulty field
 */
export function readMapped<T extends object>(
  type: ClassOf<T>,
  parameter: string,
  mapping: ParameterMapping,
  body: unknown,
  bounds: FreeJsonBounds,
): T {
  if (!isJsonObject(body) || !isJsonObject(body[parameter])) return readFields(type, body, bounds);
  const here = `/${parameter}`;
  const { value, faults: unmapped, asSent } = mapping.apply(body[parameter]);
  const faults: FieldFault[] = unmapped.map(({ pointer, detail }) => ({ pointer: here + pointer, detail }));
  try {
    const read = readFields(type, { ...body, [parameter]: value }, bounds);
    if (faults.length === 0) return read;
  } catch (error) {
    if (!(error instanceof Fault) || error.facts.errors === undefined) throw error;
    for (const fault of error.facts.errors) faults.push(isWithin(fault.pointer, here) ? inBody(fault) : fault);
  }
  throw validationFailed(faults);

  function inBody({ pointer, detail }: FieldFault): FieldFault {
    const sent = asSent({ pointer: pointer.slice(here.length), detail });
    return { pointer: here + sent.pointer, detail: sent.detail };
  }
}

function isWithin(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}
