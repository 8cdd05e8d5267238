import { HttpException } from '@nestjs/common';
import type { FieldFault, Problem } from '../contract/index.js';
import { EngagementError, OverloadedError, StoreUnavailableError } from '../engagement/index.js';
import { FAULT_KINDS, type FaultCode, typeOf } from './fault-kinds.js';

/** What a fault tells beside its sentence. */
export interface FaultFacts {
  /** Every fault of the body. */
  readonly errors?: readonly FieldFault[];
  /** How long to wait before the same is tried again. */
  readonly retryAfterSeconds?: number;
}

/** A fault that an edge of the service finds, on its way to the caller. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly code: FaultCode,
    detail: string,
    readonly facts: FaultFacts = {},
  ) {
    super(detail);
  }
}

/** How long a caller should wait for a store that is away or behind. */
const RETRY_AFTER_SECONDS = 1;

/** Any error as problem details. What nobody expected is told as such, without its message. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Fault) return problem(error.code, error.message, { ...error.facts });
  if (error instanceof EngagementError) return problem(error.code, error.message, { ...error.facts });
  if (error instanceof StoreUnavailableError)
    return problem(
      'store-unavailable',
      'Nothing was changed as far as is known. Send the same request again shortly.',
      {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
    );
  if (error instanceof OverloadedError)
    return problem(
      'overloaded',
      'More comes in than can be stored. Nothing was changed. Send the same request again shortly.',
      {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
    );
  const refused = refusalOf(error);
  if (refused !== undefined) return problem(refused, error instanceof Error ? error.message : '');
  return problem('internal-error', 'Something failed that nobody expected. The log names it under this request’s id.');
}

/** The kind of fault of what the framework, or a library in it, refused a caller. */
function refusalOf(error: unknown): FaultCode | undefined {
  const status = statusOf(error);
  if (status === undefined || status < 400 || status >= 500) return undefined;
  return REFUSALS[status] ?? 'validation-failed';
}

const REFUSALS: Readonly<Record<number, FaultCode>> = {
  404: 'not-found',
  412: 'precondition-failed',
  413: 'body-too-large',
  415: 'unsupported-content-type',
  416: 'range-not-satisfiable',
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const isHttpError = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
  return isHttpError ? Number(error.statusCode) : undefined;
}

function problem(code: FaultCode, detail: string, facts: Readonly<Record<string, unknown>> = {}): Problem {
  const { status, title } = FAULT_KINDS[code];
  return { type: typeOf(code), title, status, detail, code, ...facts };
}
