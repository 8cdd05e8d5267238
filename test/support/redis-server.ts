import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from '@redis/client';
import { freePort } from './free-port.js';

/** A Redis server of the test's own, which can be stopped and frozen. It keeps nothing. */
export class RedisServer {
  private constructor(
    private readonly port: number,
    private server: ChildProcess,
  ) {}

  static async start(): Promise<RedisServer> {
    const port = await freePort();
    const started = new RedisServer(port, run(port));
    await started.answers();
    return started;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async kill(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.kill('SIGKILL');
    await ended;
  }

  async comeBack(): Promise<void> {
    this.server = run(this.port);
    await this.answers();
  }

  get pid(): number {
    return this.server.pid ?? 0;
  }

  freeze(): void {
    this.server.kill('SIGSTOP');
  }

  thaw(): void {
    this.server.kill('SIGCONT');
  }

  async heal(): Promise<void> {
    this.thaw();
    if (!this.isRunning) await this.comeBack();
  }

  async stop(): Promise<void> {
    this.thaw();
    if (this.isRunning) await this.kill();
  }

  private get isRunning(): boolean {
    return this.server.exitCode === null && this.server.signalCode === null;
  }

  private async answers(): Promise<void> {
    const client = createClient({ url: this.url, socket: { reconnectStrategy: 50 } });
    client.on('error', () => undefined);
    await client.connect();
    await client.ping();
    client.destroy();
  }
}

function run(port: number): ChildProcess {
  const { REDIS_SERVER = '/usr/bin/redis-server' } = process.env;
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return spawn(REDIS_SERVER, settings, { stdio: 'ignore' });
}
