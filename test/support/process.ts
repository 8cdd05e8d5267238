import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type LogLine, linesIn } from './log-lines.js';

const MAIN = fileURLToPath(import.meta.resolve('#service/main.js'));

/** The built service as a process of its own, as it is deployed. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly said: readonly string[],
    private readonly saidOut: readonly string[],
  ) {}

  /** Starts it on a free port and waits until it says where it listens. */
  static async start(environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
    const child = spawnService({ PORT: '0', LOG_LEVEL: 'error', ...environment });
    const said: string[] = [];
    const saidOut: string[] = [];
    child.stdout?.on('data', (chunk) => saidOut.push(String(chunk)));
    const url = await new Promise<string>((resolve, reject) => {
      const listen = (chunk: unknown): void => {
        said.push(String(chunk));
        const started = linesIn(said.join('')).find(({ event }) => event === 'service.started');
        const place = started?.['restApi'] ?? started?.['frontends'];
        if (typeof place === 'string') resolve(new URL(place).origin);
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', () => reject(new Error(`the service did not start: ${said.join('')}`)));
    });
    return new ServiceProcess(child, url, said, saidOut);
  }

  /** Everything that it has written so far, to be read and to be logged. */
  get output(): string {
    return this.said.join('');
  }

  /** What it has written to standard output so far. */
  get standardOutput(): string {
    return this.saidOut.join('');
  }

  /** What it has written to its log so far. */
  get log(): readonly LogLine[] {
    return linesIn(this.standardOutput);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Leaves what it writes where it is, for now. */
  stopReading(): void {
    this.child.stdout?.pause();
  }

  readOn(): void {
    this.child.stdout?.resume();
  }

  /** Nobody reads what it writes any more. */
  hangUp(): void {
    this.child.stdout?.destroy();
  }

  /** Has it do something else than end. */
  nudge(signal: 'SIGUSR2' | 'SIGWINCH'): void {
    this.child.kill(signal);
  }

  async signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGHUP'): Promise<number | null> {
    // Also what it wrote last has come by then.
    const exited = once(this.child, 'close');
    this.child.kill(name);
    const [code] = await exited;
    return typeof code === 'number' ? code : null;
  }
}

/** Runs the service until it ends by itself. */
export async function runToItsEnd(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly stderr: string }> {
  const child = spawnService(environment);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'exit');
  return { code: Number(code), stderr };
}

function spawnService(environment: Readonly<Record<string, string>>): ChildProcess {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, [MAIN], { env: { PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
}
