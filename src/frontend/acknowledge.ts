import type { Problem } from '../contract/index.js';
import { problemOf } from '../faults/index.js';
import { EventLog } from '../logging/index.js';

const log = new EventLog('Frontend');

/** Runs the work of a handler, and answers its acknowledgement whatever comes of it. */
export async function acknowledged<T extends object>(
  work: () => Promise<T>,
): Promise<({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Problem }> {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    const problem = toldProblemOf(error);
    log.tell('frontend.refused', { code: problem.code });
    return { ok: false, problem };
  }
}

/** The error as problem details for the frontend; what nobody expected is told to the log too. */
export function toldProblemOf(error: unknown): Problem {
  const problem = problemOf(error);
  if (problem.code === 'internal-error') log.tell('frontend.failed', { code: problem.code, err: error });
  return problem;
}
