import { StoreUnavailableError } from '../../engagement/model.js';

/**
 * Another node, or another connection of this one, changed what was just looked at, or got in the way: look again. Who
 * cannot is told to call again.
 */
export class OvertakenError extends StoreUnavailableError {
  constructor() {
    super('others were faster, again and again');
  }
}

/** How often something is looked at again: each time somebody else has got on, so that it does not go on for ever. */
const MOST_TRIES = 20;

/** Does the work, and again as long as it is overtaken. */
export async function untilSettled<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OvertakenError) || tries === MOST_TRIES) throw error;
    }
  }
}
