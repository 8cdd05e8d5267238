import { Logger } from '@nestjs/common';
import type { Problem } from '../contract/index.js';
import { logFailure, problemOf } from '../faults/index.js';

const log = new Logger('Frontend');

/** Runs the work of a handler, and answers its acknowledgement whatever comes of it. */
export async function acknowledged<T extends object>(
  work: () => Promise<T>,
): Promise<({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Problem }> {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    return { ok: false, problem: toldProblemOf(error) };
  }
}

/** The error as problem details for the frontend; what nobody expected is told to the log too. */
export function toldProblemOf(error: unknown): Problem {
  const problem = problemOf(error);
  if (problem.status >= 500) logFailure(log, { event: 'frontend.failed', code: problem.code }, error);
  return problem;
}
