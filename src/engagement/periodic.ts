/** Where failures of a periodic task are told. */
export interface FailureLog {
  warn(facts: { readonly event: string; readonly task: string; readonly error: string }): void;
}

/** Runs a task again and again with a pause between the end of one run and the start of the next. */
export class Periodic {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly name: string,
    private readonly pauseMs: number,
    private readonly task: () => Promise<void>,
    private readonly log: FailureLog,
  ) {}

  /** Resolves after the first run. A run that fails is logged, and the next one tries again. */
  start(): Promise<void> {
    this.running = this.run();
    return this.running;
  }

  /** Resolves when a run that was under way has ended; no other starts. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      await this.task();
    } catch (error) {
      this.log.warn({
        event: 'task.failed',
        task: this.name,
        error: error instanceof Error ? error.message : String(error),
      });
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.run();
    }, this.pauseMs);
  }
}
