import { Availability } from '../measures/index.js';
import { EventLog, whyOf } from '../logging/index.js';

/** The database may go while nobody calls, in milliseconds. */
const ASK_EVERY_MS = 5_000;

const ASK_EVERY_MS_WHILE_AWAY = 1_000;

/** How long it may take to answer, in milliseconds: less than probes wait for an answer. */
const ANSWER_WITHIN_MS = 2_000;

/** For how long an answer holds, in milliseconds: anybody may probe, as often as they like. */
const HOLDS_FOR_MS = 250;

/** How often the log tells that calls fail although the database can be used, in milliseconds. */
const TELL_EVERY_MS = 60_000;

/**
 * Whether the database can be used: whether it takes a change. It is asked so now and then, when a probe wants to know,
 * and when a call has failed; only its answer counts. That one call takes too long says nothing of the others.
 */
export class Presence {
  readonly availability = new Availability(true);
  private asking: Promise<void> | undefined;
  private answeredAt = -Infinity;
  private toldAt = -Infinity;
  private isInDoubt = false;
  private isClosed = false;
  private next: NodeJS.Timeout | undefined;

  /** @param ping has the database show that it takes changes */
  constructor(
    private readonly ping: () => Promise<void>,
    private readonly log: Pick<EventLog, 'tell'> = new EventLog('Store'),
  ) {
    this.askLater();
  }

  /** Resolves when `availability` holds for now. */
  ask(): Promise<void> {
    if (this.isClosed || performance.now() - this.answeredAt < HOLDS_FOR_MS) return Promise.resolve();
    this.asking ??= this.find().finally(() => {
      this.asking = undefined;
      this.answeredAt = performance.now();
      this.askLater();
    });
    return this.asking;
  }

  /** A call could not be made, through no fault of its own. */
  async doubt(why: string): Promise<void> {
    const { isUp, since } = this.availability;
    // When it is just being asked, it may be that this has failed.
    if (this.isInDoubt || !isUp || this.asking !== undefined) return;
    this.isInDoubt = true;
    // An answer from before the call says nothing of it.
    await new Promise((resolve) => setTimeout(resolve, HOLDS_FOR_MS).unref());
    await this.ask();
    this.isInDoubt = false;
    if (this.availability.since.getTime() === since.getTime()) this.tellOfFailure(why);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.next);
  }

  private async find(): Promise<void> {
    try {
      await inTime(this.ping());
      this.found(true);
    } catch (error) {
      this.found(false, whyOf(error));
    }
  }

  private found(isUp: boolean, why = ''): void {
    const { availability } = this;
    if (this.isClosed || isUp === availability.isUp) return;
    if (isUp) this.log.tell('store.back', { afterMs: Date.now() - availability.since.getTime() });
    else this.log.tell('store.away', { why });
    availability.was(isUp);
  }

  private tellOfFailure(why: string): void {
    const now = performance.now();
    if (this.isClosed || now - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = now;
    this.log.tell('store.failing', { why });
  }

  private askLater(): void {
    clearTimeout(this.next);
    if (this.isClosed) return;
    const pause = this.availability.isUp ? ASK_EVERY_MS : ASK_EVERY_MS_WHILE_AWAY;
    this.next = setTimeout(() => void this.ask(), pause).unref();
  }
}

function inTime(answer: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error('the database gives no answer')), ANSWER_WITHIN_MS).unref();
    void answer.then(resolve, reject).finally(() => clearTimeout(tooLate));
  });
}
