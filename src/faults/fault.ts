import { NotFoundException } from '@nestjs/common';
import type { FieldFault, Problem } from '../contract/index.js';
import { EngagementError, StoreUnavailableError } from '../engagement/index.js';
import { FAULT_KINDS, type FaultCode, typeOf } from './fault-kinds.js';

/** A fault that an edge of the service finds, on its way to the caller. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly code: FaultCode,
    detail: string,
    readonly errors?: readonly FieldFault[],
  ) {
    super(detail);
  }
}

/** Any error as problem details. What nobody expected is told as such, without its message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Fault)
    return problem(error.code, error.message, error.errors === undefined ? {} : { errors: error.errors });
  if (error instanceof EngagementError) return problem(error.code, error.message, { ...error.facts });
  if (error instanceof StoreUnavailableError)
    return problem('store-unavailable', 'Nothing was changed as far as is known. Send the same request again shortly.');
  if (error instanceof NotFoundException) return problem('not-found', error.message);
  return problem('internal-error', 'Something failed that nobody expected. The log names it under this request’s id.');
}

function problem(code: FaultCode, detail: string, facts: Readonly<Record<string, unknown>> = {}): Problem {
  const { status, title } = FAULT_KINDS[code];
  return { type: typeOf(code), title, status, detail, code, ...facts };
}
