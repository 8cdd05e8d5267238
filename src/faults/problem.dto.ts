import { ApiSchema } from '@nestjs/swagger';
import type { AttemptState, FieldFault, Problem } from '../contract/index.js';
import type { FaultCode } from './fault-kinds.js';

@ApiSchema({ name: 'FieldFault', description: 'One fault of a body: where it is and what is expected there.' })
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

@ApiSchema({
  name: 'Problem',
  description: 'A fault, as RFC 9457 problem details: one shape for all of them, over REST and over Socket.IO.',
})
export class ProblemDto implements Problem {
  readonly [fact: string]: unknown;

  /**
   * URI that names the kind of fault.
   * @example 'urn:engagement-gateway:fault:validation-failed'
   */
  type!: string;

  /**
   * The kind of fault in a few words.
   * @example 'The request is not valid'
   */
  title!: string;

  /**
   * The HTTP status code; Socket.IO uses the same numbers. 400: do not send this again unchanged. 503: try again.
   * @example 400
   */
  status!: number;

  /**
   * What happened this time and what to do about it.
   * @example '/ixnProfile/visitId is missing: it must be a string of 1 to 128 characters without control characters.'
   */
  detail!: string;

  /**
   * The kind of fault, for programs: it stays the same while texts may change.
   * @example 'validation-failed'
   */
  code!: FaultCode;

  /** Every fault of the body; with `validation-failed`. */
  errors?: FieldFaultDto[];

  /**
   * Seconds to wait before the same is sent again, as in `Retry-After`; with 429 and 503.
   * @example 1
   */
  retryAfterSeconds?: number;

  /**
   * The attempt that stands in the way; with `interaction-conflict`, `visit-engaged`, `attempt-ended` and
   * `disposition-out-of-order`.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  attemptId?: string;

  /**
   * The state of that attempt.
   * @example 'accepted'
   */
  state?: AttemptState;
}
