import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `--cpu-prof` writes, as far as it is used here. Times are in microseconds of the monotonic clock. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  /** On which node the thread was found, one time after the other. */
  readonly samples: readonly number[];
  /** How long each sample was after the one before it, the first after the start. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** A part of a profile's time, in microseconds. */
export interface ProfileSpan {
  readonly from: number;
  readonly to: number;
}

/** The moment it is, on the clock that profiles use. */
export function profileClock(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** Those of all threads of a process, the main thread's first. */
export function readProfiles(directory: string): readonly CpuProfile[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.cpuprofile'))
    .toSorted((one, other) => threadOf(one) - threadOf(other))
    .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as CpuProfile);
}

/** Node names them CPU.date.time.process.thread.number.cpuprofile. */
function threadOf(name: string): number {
  return Number(name.split('.')[4]);
}

/** How long each node was on top within a span, in microseconds: a sample holds until the next. */
export function timeByNode(profile: CpuProfile, { from, to }: ProfileSpan): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  let at = profile.startTime;
  profile.samples.forEach((node, index) => {
    at += profile.timeDeltas[index] ?? 0;
    const next = index + 1 < profile.samples.length ? at + (profile.timeDeltas[index + 1] ?? 0) : profile.endTime;
    const time = Math.min(next, to) - Math.max(at, from);
    if (time > 0) times.set(node, (times.get(node) ?? 0) + time);
  });
  return times;
}
