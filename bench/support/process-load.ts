import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Ticks of the system's clock for processes, in a second. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has taken since its start, in microseconds. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000_000;
}

/** The same of a process and those that it has started, as far as they live. */
export function cpuOfFamily(pid: number): number {
  const children = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean);
  return [pid, ...children.map(Number)].reduce((sum, one) => sum + cpuOf(one), 0);
}

/** Memory that a process holds, in KiB. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
