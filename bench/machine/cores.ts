import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Who gets which core of this machine, each by the number that the system gives it. */
export interface Cores {
  /** All that the benchmark may use. */
  readonly all: readonly number[];
  /** One for each node; more nodes than that share them. */
  readonly servers: readonly number[];
  /** Where the load generator runs; `undefined` where nothing can be pinned, and everybody runs anywhere. */
  readonly generator: number | undefined;
}

/** Must be asked before the load generator is pinned itself. Needs two cores and `taskset`. */
export function findCores(): Cores {
  const status = readFileSync('/proc/self/status', 'utf8');
  const all = numbersIn(/Cpus_allowed_list:\s+(\S+)/.exec(status)?.[1] ?? '0');
  const generator = all.at(-1);
  const hasTaskset = spawnSync('taskset', ['--version']).status === 0;
  if (all.length < 2 || !hasTaskset) return { all, servers: all, generator: undefined };
  return { all, servers: all.slice(0, -1), generator };
}

/** The command that runs a program on the core of one node. */
export function onCoreOf(node: number, cores: Cores, program: string, args: readonly string[]): [string, string[]] {
  const core = cores.servers[node % cores.servers.length];
  return cores.generator === undefined ? [program, [...args]] : ['taskset', ['-c', String(core), program, ...args]];
}

/** Moves running processes, with all their threads, to some cores. What they start later stays there too. */
export function moveTo(cores: readonly number[], pids: readonly number[]): void {
  for (const pid of pids) spawnSync('taskset', ['-a', '-c', '-p', cores.join(','), String(pid)]);
}

/** Of a list such as `0-3,6`. */
function numbersIn(list: string): readonly number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
