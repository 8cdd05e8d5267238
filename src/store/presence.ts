import { EventLog } from '../logging/index.js';

/** For how long no call may have failed until the database is said to be back, in milliseconds. */
const QUIET_FOR_MS = 2_000;

/** Tells the log when the database cannot be used, and when it can again. Sweeps see to it that it is asked each second. */
export class Presence {
  private awaySince: number | undefined;
  private failedAt = 0;

  constructor(private readonly log: Pick<EventLog, 'tell'> = new EventLog('Store')) {}

  /** A call could not be made, through no fault of its own. */
  failed(why: string): void {
    this.failedAt = performance.now();
    if (this.awaySince !== undefined) return;
    this.awaySince = this.failedAt;
    this.log.tell('store.away', { why });
  }

  /** One succeeded. Others may not yet: a disk that is full can still be read. */
  succeeded(): void {
    if (this.awaySince === undefined) return;
    const now = performance.now();
    if (now - this.failedAt < QUIET_FOR_MS) return;
    this.log.tell('store.back', { afterMs: Math.round(now - this.awaySince) });
    this.awaySince = undefined;
  }
}
