import { type TaskLog, TaskTrouble } from './task-trouble.js';

/** Runs a task again and again with a pause between the end of one run and the start of the next. */
export class Periodic {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private readonly trouble: TaskTrouble;

  constructor(
    name: string,
    private readonly pauseMs: number,
    private readonly task: () => Promise<void>,
    log: TaskLog,
  ) {
    this.trouble = new TaskTrouble(name, log);
  }

  /** Resolves after the first run. A run that fails is no reason not to try again. */
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
      this.trouble.succeeded();
    } catch (error) {
      this.trouble.failed(error);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.run();
    }, this.pauseMs);
  }
}
