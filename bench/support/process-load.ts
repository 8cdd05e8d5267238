import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the system's clock for processes, in a second. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has taken since its start in all its threads, in microseconds. 0 for one that has ended. */
export function cpuOf(pid: number): number {
  const fields = statOf(pid);
  return ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND) * 1_000_000;
}

/** The same of a process and those that it has started, as far as they live. */
export function cpuOfFamily(pid: number): number {
  return familyOf(pid).reduce((sum, one) => sum + cpuOf(one), 0);
}

/** Memory that a process holds, in KiB. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** A process and all that it has started, and those that they have. */
export function familyOf(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .map(Number)
    .filter((one) => one > 0)
    .map((one) => ({ pid: one, parent: Number(statOf(one)[1] ?? 0) }));
  const family = [pid];
  for (const member of family)
    family.push(...parents.filter(({ parent }) => parent === member).map((child) => child.pid));
  return family;
}

/** What the system says of a process, from its state on: its parent, ..., its ticks. Nothing of one that has ended. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
