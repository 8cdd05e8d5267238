import { eventsOf } from './outcome-events.js';

/** How long one call waits. After each, a strategy that goes on waiting knows whether the invitation is shown. */
const WAIT_SECONDS = 20;

/**
 * Outcomes by waiting: the attempt is asked for until it has ended.
 *
 * @param {import('./gateway.js').Gateway} gateway
 * @returns {import('./outcome-events.js').OutcomeSource}
 */
export function waitForOutcomes(gateway) {
  return {
    async *outcomesOf(engaged) {
      let told = 0;
      for (let attempt = engaged; ; attempt = await waitForEnding(gateway, attempt)) {
        const events = eventsOf(attempt);
        yield* events.slice(told);
        if (attempt.endedAt !== null) return;
        told = events.length;
      }
    },
    close() {},
  };
}

/**
 * @param {import('./gateway.js').Gateway} gateway
 * @param {import('./outcome-events.js').Attempt} attempt
 * @returns {Promise<import('./outcome-events.js').Attempt>} as it stands when it has ended, or when the time is up
 */
async function waitForEnding(gateway, { attemptId }) {
  const { ok, body } = await gateway.ask(`/attempts/${attemptId}?waitFor=ended&timeout=${WAIT_SECONDS}`);
  if (!ok) throw new Error(body.detail);
  return body;
}
