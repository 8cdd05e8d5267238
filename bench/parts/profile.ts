import { Trial } from '../load/trial.js';
import { aTemporaryDirectory } from '../machine/temporary-directory.js';
import { type CpuProfile, profileClock, type ProfileSpan, readProfiles } from '../profile/cpu-profile.js';
import { sharesOf, type Thread, threadOf, withoutLeast } from '../profile/frames.js';
import { ORIGIN_NAMES, ORIGINS } from '../profile/origins.js';
import { LEAST_SHARE } from '../report/flames.js';
import type { Report } from '../report/results.js';
import { readable, type Table } from '../report/table.js';
import { gateway } from '../systems/gateway.js';
import type { NodeRun } from '../systems/server-process.js';
import { type RunningSystem, whileRunning } from '../systems/system.js';
import type { Bench, Part } from './part.js';
import { startingSeconds, WARM_UP_SECONDS } from './under-load.js';

/** How long a thread does one thing at least, to be found doing it, in microseconds. */
const INTERVAL_MICROSECONDS = 200;

export const profile: Part = {
  says: 'where the gateway’s time goes in a closed loop, as a flame graph of each thread',
  defaults: { seconds: 10 },
  isOfOneNode: true,
  duration: (settings) => startingSeconds(settings) + WARM_UP_SECONDS + settings.seconds + 3,
  async run(bench: Bench): Promise<Report> {
    const { settings, cores, progress } = bench;
    const { visitors, requesters, store } = settings;
    const directory = aTemporaryDirectory();
    progress.step(`profiling for ${settings.seconds} seconds`);
    // It writes its profiles when it has been asked to end.
    const system = gateway(store, 1, cores, profiledTo(directory.path));
    const { span, throughput } = await whileRunning(system, (running) => load(running, bench));
    const threads = threadsOf(readProfiles(directory.path), span);
    await directory.remove();
    return {
      title: `Where the gateway’s time goes: ${readable(visitors)} visitors, ${requesters} engages under way, on ${store}`,
      remarks: [
        `${readable(throughput)} engagements a second while it was profiled, which takes some of its time.`,
        'A thread’s time is that in which it was not idle: waiting for a core or for the disk within a call is part of it.',
      ],
      table: tableOf(threads),
      figures: { throughput, threads: threads.map(figuresOf) },
      panels: threads.map((thread) => ({ kind: 'flames', title: titleOf(thread), thread })),
    };
  },
};

function profiledTo(directory: string): NodeRun {
  const options = ['--cpu-prof', `--cpu-prof-interval=${INTERVAL_MICROSECONDS}`, `--cpu-prof-dir=${directory}`];
  return { options, stop: 'SIGTERM' };
}

/** @returns when it was under full load: after all had connected, and after its code was compiled */
async function load(
  running: RunningSystem,
  { settings, progress }: Bench,
): Promise<{ readonly span: ProfileSpan; readonly throughput: number }> {
  const { visitors, requesters, seconds } = settings;
  const trial = new Trial(running, requesters);
  try {
    await trial.crowd.connect(visitors, (connected) => progress.detail(`${connected} visitors connected`));
    progress.detail('warming up');
    await trial.saturate(requesters, Math.min(WARM_UP_SECONDS, seconds));
    progress.detail('engagements as fast as they go');
    const from = profileClock();
    const phase = await trial.saturate(requesters, seconds);
    return { span: { from, to: from + phase.seconds * 1e6 }, throughput: phase.accepted / phase.seconds };
  } finally {
    trial.close();
  }
}

function threadsOf(profiles: readonly CpuProfile[], span: ProfileSpan): readonly Thread[] {
  const [main] = profiles;
  if (main === undefined || main.startTime > span.from || main.endTime < span.to)
    throw new Error('the gateway has written no profile of the time under load');
  return profiles.map((one, index) =>
    threadOf(one, span, index === 0 ? MAIN_THREAD : { name: 'store thread', isStoreThread: true }),
  );
}

const MAIN_THREAD = { name: 'main thread', isStoreThread: false } as const;

function titleOf({ name, busy }: Thread): string {
  return `${name}, at work ${(busy * 100).toFixed(0)} % of the time; each function stands below what called it`;
}

function figuresOf({ name, busy, root }: Thread): object {
  return { name, busy, shares: sharesOf(root), root: withoutLeast(root, root.totalMs * LEAST_SHARE) };
}

function tableOf(threads: readonly Thread[]): Table {
  const shares = threads.map(({ root }) => sharesOf(root));
  const percent = (share: number): string => (share * 100).toFixed(1);
  return [
    ['share of time, %', ...threads.map(({ name }) => name)],
    ...ORIGIN_NAMES.map((origin) => [ORIGINS[origin], ...shares.map((share) => percent(share[origin]))]),
    ['at work, of all time', ...threads.map(({ busy }) => percent(busy))],
  ];
}
