import { setTimeout as delay } from 'node:timers/promises';
import { after } from '../load/at-rate.js';
import { Trial } from '../load/trial.js';
import { BUSY, countsOf, figuresOf, type LoadFigures } from '../report/figures.js';
import type { Progress } from '../report/progress.js';
import type { Settings } from '../settings.js';
import type { RunningSystem } from '../systems/system.js';

/** How long a system is used before it is measured, in seconds. */
export const WARM_UP_SECONDS = 1.5;

/** How long it rests between the closed loop and the paced one, in seconds. */
const REST_SECONDS = 1;

/** About how long it takes to start a system, to connect its visitors and to let it rest, in seconds. */
export const startingSeconds = ({ visitors }: Settings): number => 4 + visitors / 1_000;

/** About how long one measurement under load takes, in seconds. */
export function underLoadDuration(settings: Settings): number {
  return startingSeconds(settings) + WARM_UP_SECONDS + REST_SECONDS + 2 * settings.seconds;
}

/** Measures a running system that nobody is connected to: at rest, with visitors, in a closed loop, and at a pace. */
export async function measureUnderLoad(
  running: RunningSystem,
  settings: Settings,
  progress: Progress,
): Promise<LoadFigures> {
  const { visitors, requesters, seconds, rate } = settings;
  const trial = new Trial(running, requesters);
  try {
    const atRest = await trial.memory();
    const begun = performance.now();
    await trial.crowd.connect(visitors, (connected) => progress.detail(`${connected} visitors connected`));
    const connectsPerSecond = visitors / ((performance.now() - begun) / 1000);
    const visitorKiB = ((await trial.memory()) - atRest) / visitors;
    progress.detail('warming up');
    await trial.saturate(requesters, Math.min(WARM_UP_SECONDS, seconds));
    progress.detail('engagements as fast as they go');
    const saturated = await trial.saturate(requesters, seconds);
    // What the server still has to do after so much work is not the latency of so little.
    await delay(Math.min(REST_SECONDS, seconds) * 1000);
    progress.detail(`${rate} engagements a second`);
    const paced = await trial.pace(rate, after(seconds));
    return {
      ...figuresOf(saturated, paced),
      ...countsOf(trial),
      connectsPerSecond,
      visitorKiB,
      restMiB: atRest / 1024,
    };
  } finally {
    trial.close();
  }
}

/** What is to be said about measurements under load beside their figures. */
export function remarksOn(all: readonly LoadFigures[]): readonly string[] {
  if (all.every(({ generatorBusy }) => generatorBusy < BUSY)) return [];
  return ['The load generator was busy most of the time: a system may take more than it was given.'];
}
