import type { BatchReadings } from '../engagement/model.js';
import { Histogram } from '../measures/index.js';

/** From a commit to a fast disk, to the longest that a statement may take. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

/** How long statements, or commits, take in seconds. */
export function aHistogramOfSeconds(): Histogram {
  return new Histogram(SECONDS);
}

export class BatchMeasures implements BatchReadings {
  readonly sizes = new Histogram(SIZES);
  readonly commitSeconds = aHistogramOfSeconds();
}
