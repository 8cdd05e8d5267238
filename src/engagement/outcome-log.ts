import type { Outcome } from './outcome.js';

/**
 * Outcomes in one order, which all nodes share. A step is on record in the same commit as its attempt; its place in the
 * order may be given a moment later, so that nobody who reads on from a place misses what was committed late.
 *
 * @throws StoreUnavailableError from every method
 */
export abstract class OutcomeLog {
  /**
   * Gives places to outcomes that have none. Any number of nodes may do so.
   *
   * @returns to how many: about `limit`, and less only when there are no others
   */
  abstract giveOutPlaces(limit: number): Promise<number>;

  /** @returns outcomes with greater places than this one, in their order */
  abstract after(position: number, limit: number): Promise<readonly Outcome[]>;

  /** @returns the place of the last outcome; 0 when there is none */
  abstract last(): Promise<number>;
}
