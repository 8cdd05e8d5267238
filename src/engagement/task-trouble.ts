import { type EventLog, whyOf } from '../logging/index.js';

/** Where failures of a task are told. */
export type TaskLog = Pick<EventLog, 'tell'>;

/** Tells the log of a task that runs again and again: when it begins to fail, and when it succeeds again. */
export class TaskTrouble {
  /** Runs that have failed one after the other. */
  private failures = 0;

  constructor(
    private readonly task: string,
    private readonly log: TaskLog,
  ) {}

  succeeded(): void {
    if (this.failures === 0) return;
    this.log.tell('task.recovered', { task: this.task, count: this.failures });
    this.failures = 0;
  }

  failed(error: unknown): void {
    this.failures++;
    if (this.failures === 1) this.log.tell('task.failed', { task: this.task, why: whyOf(error) });
  }
}
