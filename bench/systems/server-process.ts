import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.js';
import { type Cores, onCoreOf } from '../machine/cores.js';
import { endsWith } from '../machine/endings.js';

/** How long a server may take until it is ready, in milliseconds. */
const START_WITHIN_MS = 60_000;

/** How long a server that is asked to end may take, in milliseconds. */
const END_WITHIN_MS = 15_000;

/** How much of what a server has written is kept, in characters, to be told when it fails. */
const KEPT_OUTPUT = 4_000;

/** How Node runs a server that something is to be learned of while it runs. */
export interface NodeRun {
  /** Options of Node itself. */
  readonly options: readonly string[];
  /** How it is stopped. One that is asked (SIGTERM) can write down what it has noted. */
  readonly stop: 'SIGKILL' | 'SIGTERM';
}

export const AS_DEPLOYED: NodeRun = { options: [], stop: 'SIGKILL' };

export interface ServerCommand {
  readonly name: string;
  /** What Node runs. */
  readonly file: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Answers with a status below 400 when the server is ready. */
  readonly readyPath: string;
  /** Which node it is, from 0: decides about its core. */
  readonly node: number;
  readonly cores: Cores;
  /** As deployed when it is left out. */
  readonly run?: NodeRun;
}

/** A server under measurement: a process of its own on a port of loopback. */
export class ServerProcess {
  /** Fails when it ends by itself. */
  readonly ended: Promise<never>;
  readonly stop: () => Promise<void>;
  /** Where its inspector listens, once it has said so (`--inspect`). */
  inspector: string | undefined;
  private output = '';

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    name: string,
    signal: NodeRun['stop'],
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        this.output = (this.output + String(chunk)).slice(-KEPT_OUTPUT);
        this.inspector ??= /Debugger listening on (\S+)\n/.exec(this.output)?.[1];
      });
    this.ended = once(child, 'exit').then(([code, by]) => {
      throw new Error(`${name} ended by itself (${code ?? by}): ${this.output}`);
    });
    // Nobody may be listening when it is stopped.
    this.ended.catch(() => undefined);
    this.stop = endsWith(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
      await gone;
      clearTimeout(late);
    });
  }

  /** Starts it and waits until it is ready. */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const port = await freePort();
    const { options, stop } = command.run ?? AS_DEPLOYED;
    const [program, args] = onCoreOf(command.node, command.cores, process.execPath, [...options, command.file]);
    const child = spawn(program, args, {
      cwd: command.directory,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), ...command.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new ServerProcess(port, child, command.name, stop);
    await Promise.race([server.isReady(command.readyPath), server.ended]);
    return server;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  private async isReady(path: string): Promise<void> {
    const until = performance.now() + START_WITHIN_MS;
    for (;;) {
      const reply = await fetch(`http://127.0.0.1:${this.port}${path}`).catch(() => undefined);
      await reply?.text();
      if (reply?.ok === true) return;
      if (performance.now() > until) throw new Error(`a server did not become ready: ${this.output}`);
      await delay(50);
    }
  }
}
