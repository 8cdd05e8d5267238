/**
 * What counts of an attempt.
 *
 * @typedef {object} Attempt
 * @property {string} attemptId
 * @property {string} state
 * @property {string | null} endedAt
 * @property {readonly { readonly state: string }[]} [transitions] where they are told
 *
 * @typedef {{ readonly name: string, readonly data: unknown }} Event
 *
 * Where outcomes come from: an attempt comes in, as engage answers it; `engagement.shown`, if that happens, and its ending
 * come out. run.js picks one.
 *
 * @typedef {object} OutcomeSource
 * @property {(engaged: Attempt) => AsyncIterable<Event>} outcomesOf
 * @property {() => void} close
 */

/**
 * The outcomes that an attempt has come to so far, as events.
 *
 * @param {Attempt} attempt
 * @returns {Event[]}
 */
export function eventsOf(attempt) {
  const { state, endedAt, transitions = [] } = attempt;
  const wasShown = state === 'shown' || transitions.some((step) => step.state === 'shown');
  return [
    ...(wasShown ? [{ name: 'engagement.shown', data: attempt }] : []),
    ...(endedAt === null ? [] : [{ name: `engagement.${state}`, data: attempt }]),
  ];
}
