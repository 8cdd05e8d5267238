import type { Logger } from '@nestjs/common';

/** Tells the log of a failure: trouble that has a name in a line, what nobody expected with where it came from. */
export function logFailure(
  log: Logger,
  facts: { readonly event: string; readonly code: string; readonly requestId?: unknown },
  error: unknown,
): void {
  if (!(error instanceof Error)) log.error({ ...facts, error: String(error) });
  else if (facts.code === 'internal-error') log.error({ ...facts, error: error.stack });
  else log.warn({ ...facts, error: error.message });
}
