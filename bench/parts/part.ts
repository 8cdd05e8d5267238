import type { Cores } from '../machine/cores.js';
import type { Progress } from '../report/progress.js';
import type { Report } from '../report/results.js';
import type { Settings } from '../settings.js';

/** What a part has to work with. */
export interface Bench {
  readonly settings: Settings;
  readonly cores: Cores;
  readonly progress: Progress;
}

/** One thing that can be measured by itself. */
export interface Part {
  /** What it measures, in a line. */
  readonly says: string;
  /** Where its settings differ from those of the others. */
  readonly defaults: Partial<Settings>;
  /** Whether it measures one node only, whatever was asked for. */
  readonly isOfOneNode: boolean;
  /** About how long it takes, in seconds. */
  duration(settings: Settings): number;
  /** @returns nothing when it has told everything itself */
  run(bench: Bench): Promise<Report | undefined>;
}
