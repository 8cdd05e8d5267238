import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const EXAMPLES = fileURLToPath(new URL('../../../examples/strategy', import.meta.url));
const PATIENCE_MS = 15_000;

/** What a strategy says with its exit status. */
export const ACCEPTED = 0;
export const NOT_ACCEPTED = 1;
export const TROUBLE = 2;

/** A program of examples/strategy, and what it takes to run it. */
export type Program = readonly [command: string, ...words: string[]];

/** What a strategy said when it had ended. */
export interface StrategyEnd {
  readonly status: number | null;
  /** What it printed: the state in which it ended. */
  readonly printed: string;
  /** The states that it logged. */
  readonly states: readonly string[];
  readonly log: string;
}

/** A strategy that runs as a process of its own, as its README says. */
export class StrategyRun {
  private readonly lines: string[] = [];
  private readonly log;
  readonly end: Promise<StrategyEnd>;

  private constructor(private readonly child: ChildProcess) {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new Error('a strategy is heard through pipes');
    let printed = '';
    stdout.on('data', (chunk) => {
      printed += String(chunk);
    });
    this.log = createInterface(stderr).on('line', (line) => this.lines.push(line));
    this.end = once(child, 'close').then(([status]) => ({
      status: typeof status === 'number' ? status : null,
      printed: printed.trim(),
      states: this.lines.map(stateIn).filter((state) => state !== undefined),
      log: this.lines.join('\n'),
    }));
  }

  static start(
    [command, ...words]: Program,
    facts: string,
    environment: Readonly<Record<string, string>>,
  ): StrategyRun {
    const { PATH = '' } = process.env;
    const env = { PATH, ...environment };
    return new StrategyRun(
      spawn(command, [...words, facts], { cwd: EXAMPLES, env, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  /** Resolves when it has logged the state. */
  async reached(state: string): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    while (!this.lines.map(stateIn).includes(state)) await once(this.log, 'line', { signal });
  }

  signal(name: 'SIGINT' | 'SIGTERM'): void {
    this.child.kill(name);
  }
}

/** `2026-01-31T12:00:00Z accepted` tells of a state; longer lines tell more of it. */
function stateIn(line: string): string | undefined {
  return /^\S+Z ([a-z-]+)$/.exec(line)?.[1];
}
