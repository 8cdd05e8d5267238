import type { Problem } from '../contract/index.js';
import { problemOf } from '../faults/index.js';
import { EventLog } from '../logging/index.js';
import type { EventName, FrontendMeasures } from './frontend-measures.js';

const log = new EventLog('Frontend');

/** Runs the work of a handler, and answers its acknowledgement whatever comes of it. */
export async function acknowledged<T extends object>(
  measures: FrontendMeasures,
  event: EventName,
  work: () => Promise<T>,
): Promise<({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Problem }> {
  const begun = measures.eventBegan();
  try {
    const accepted = await work();
    measures.eventEnded(event, 'ok', begun);
    return { ok: true, ...accepted };
  } catch (error) {
    const problem = toldProblemOf(error);
    measures.eventEnded(event, problem.code, begun);
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
