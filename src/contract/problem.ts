/** One fault of a body: where it is and what is expected there. */
export interface FieldFault {
  /** JSON pointer (RFC 6901) to the faulty value; empty for the whole body. */
  readonly pointer: string;
  /** A sentence that says what is expected. */
  readonly detail: string;
}

/** A fault, as RFC 9457 problem details: one shape for REST replies and socket acknowledgements. */
export interface Problem {
  /** URI that names the kind of fault. */
  readonly type: string;
  /** The kind of fault in a few words. */
  readonly title: string;
  /** The HTTP status code; sockets use the same numbers. */
  readonly status: number;
  /** What happened this time and what to do about it. */
  readonly detail: string;
  /** Stable name of the kind of fault, for programs. */
  readonly code: string;
  /** Every fault of the body, where there are several. */
  readonly errors?: readonly FieldFault[];
  /** Further facts, named by the kind of fault: `attemptId`, `state`. */
  readonly [fact: string]: unknown;
}
