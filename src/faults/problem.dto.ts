import type { FieldFault, Problem } from '../contract/index.js';

/** One fault of a body. */
export class FieldFaultDto implements FieldFault {
  /**
   * JSON pointer (RFC 6901) to the faulty value; empty for the whole body.
   * @example '/ixnProfile/visitId'
   */
  pointer!: string;

  /**
   * What is expected there.
   * @example 'is missing: it must be a string of 1 to 128 characters without control characters'
   */
  detail!: string;
}

/** A fault, as RFC 9457 problem details. Members beyond these name facts of the fault, such as `attemptId`. */
export class ProblemDto implements Problem {
  readonly [fact: string]: unknown;

  /**
   * Names the kind of fault.
   * @example 'urn:engagement-gateway:fault:validation-failed'
   */
  type!: string;

  /**
   * The kind of fault in a few words.
   * @example 'The request is not valid'
   */
  title!: string;

  /**
   * The HTTP status code. 400: do not send this again unchanged. 503: try again.
   * @example 400
   */
  status!: number;

  /**
   * What happened this time.
   * @example '/ixnProfile/visitId is missing: it must be a string of 1 to 128 characters without control characters.'
   */
  detail!: string;

  /**
   * The kind of fault, for programs.
   * @example 'validation-failed'
   */
  code!: string;

  /**
   * The path that was called.
   * @example '/backend/data/gateway/engage'
   */
  instance?: string;

  /**
   * The request, as named in the header `X-Request-Id` and in the log.
   * @example '86f1ca73-9bcc-495a-b7f2-4f37343b4cd6'
   */
  requestId?: string;

  /** Every fault of the body. */
  errors?: FieldFaultDto[];

  /**
   * The attempt that stands in the way.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  attemptId?: string;

  /**
   * Its state.
   * @example 'accepted'
   */
  state?: string;
}
