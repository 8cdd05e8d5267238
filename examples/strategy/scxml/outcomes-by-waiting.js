/** How long one call waits. After each, a strategy that goes on waiting knows whether the invitation is shown. */
const WAIT_SECONDS = 20;

/**
 * What counts of an attempt.
 *
 * @typedef {object} Attempt
 * @property {string} attemptId
 * @property {string} state
 * @property {string | null} endedAt
 * @property {readonly { readonly state: string }[]} [transitions]
 */

/**
 * A source of outcomes: an attempt comes in, as engage answers it; `engagement.shown`, if that happens, and the ending come
 * out as events. This one asks for the attempt until it has ended. Another one can take its place in run.js.
 *
 * @param {import('./gateway.js').Gateway} gateway
 */
export function outcomesByWaiting(gateway) {
  return async function* outcomesOf(/** @type {Attempt} */ engaged) {
    let isTold = false;
    for (let attempt = engaged; ; attempt = await waitForEnding(gateway, attempt)) {
      if (!isTold && wasShown(attempt)) {
        isTold = true;
        yield { name: 'engagement.shown', data: attempt };
      }
      if (attempt.endedAt !== null) {
        yield { name: `engagement.${attempt.state}`, data: attempt };
        return;
      }
    }
  };
}

/**
 * @param {import('./gateway.js').Gateway} gateway
 * @param {Attempt} attempt
 * @returns {Promise<Attempt>} as it stands when it has ended, or when the time is up
 */
async function waitForEnding(gateway, { attemptId }) {
  const { ok, body } = await gateway.ask(`/attempts/${attemptId}?waitFor=ended&timeout=${WAIT_SECONDS}`);
  if (!ok) throw new Error(body.detail);
  return body;
}

/** @param {Attempt} attempt */
function wasShown({ state, transitions = [] }) {
  return state === 'shown' || transitions.some((step) => step.state === 'shown');
}
