import { Counter } from '../measures/index.js';

/**
 * What becomes of news for the other nodes. Sweeps make good what is not told: while no connection is there (`apart`),
 * with too many waiting already, after waiting too long, or when it could not be said.
 */
export const NEWS_OUT = ['told', 'apart', 'too-many', 'too-old', 'unsaid'] as const;

/** What becomes of news from them. What comes late is left to the sweeps. */
export const NEWS_IN = ['taken', 'late'] as const;

/** What goes from node to node. */
export class NewsMeasures {
  readonly out = new Counter(NEWS_OUT);
  readonly in = new Counter(NEWS_IN);
}
