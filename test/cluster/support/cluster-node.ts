import { ServiceProcess } from '../../support/process.js';

type Environment = Readonly<Record<string, string>>;

/** A node of a cluster: one process, on a port that stays its own when it is started again. */
export class ClusterNode {
  private process: ServiceProcess | undefined;
  private written = '';

  constructor(
    readonly name: string,
    readonly port: number,
    private readonly environment: Environment,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.process = await ServiceProcess.start({ ...this.environment, PORT: String(this.port) });
  }

  /** Ends it as its orchestrator does. @returns its exit status */
  terminate(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  freeze(): void {
    this.process?.freeze();
  }

  thaw(): void {
    this.process?.thaw();
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  /** Everything that it has written, in all its lives. */
  get output(): string {
    return this.written + (this.process?.output ?? '');
  }

  /** Asks it for one of `/health/…`. */
  async health(probe: 'live' | 'ready' | 'startup'): Promise<{ readonly status: number; readonly body: Health }> {
    const reply = await fetch(`${this.url}/health/${probe}`);
    return { status: reply.status, body: (await reply.json()) as Health };
  }

  async heal(): Promise<void> {
    this.thaw();
    if (this.process?.isRunning !== true) await this.start();
  }

  async stop(): Promise<void> {
    if (this.process?.isRunning) await this.kill();
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const { process } = this;
    if (process === undefined) throw new Error(`${this.name} does not run`);
    process.thaw();
    const code = await process.signal(signal);
    this.written += process.output;
    this.process = undefined;
    return code;
  }
}

export interface Health {
  readonly status: string;
  readonly details: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
