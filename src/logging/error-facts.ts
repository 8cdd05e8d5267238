/** What is told of an error. Its other properties may hold what a statement, or a caller, was about. */
export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: ErrorFacts;
}

/** How many causes of causes are told. */
const MOST_CAUSES = 3;

export function errorFactsOf(error: unknown, causes = MOST_CAUSES): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const code: unknown = Reflect.get(error, 'code');
  return {
    type: error.name,
    message: error.message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && causes > 0 && { cause: errorFactsOf(error.cause, causes - 1) }),
  };
}

/** The trouble in one line, for what is not worth a stack. */
export function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
