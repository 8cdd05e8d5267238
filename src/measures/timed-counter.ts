import { Histogram } from './histogram.js';
import { Counter } from './counter.js';

const SECOND_MS = 1_000;

/** From a millisecond, which a call takes at rest, to longer than anybody waits for one. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts pieces of work by what came of them, and how long they took, in seconds. */
export class TimedCounter<Outcome extends string = string> {
  readonly outcomes: Counter<Outcome>;
  readonly seconds = new Histogram(BOUNDS);

  /** @param outcomes are there from the beginning */
  constructor(outcomes: readonly Outcome[] = []) {
    this.outcomes = new Counter(outcomes);
  }

  /** @param begun when it began, as `performance.now()` has it */
  ended(outcome: Outcome, begun: number): void {
    this.outcomes.add(outcome);
    this.seconds.observe((performance.now() - begun) / SECOND_MS);
  }
}
