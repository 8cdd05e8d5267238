import { STORE_FAILURES, type StoreFailure, StoreUnavailableError } from '../../engagement/model.js';
import { whyOf } from '../../logging/index.js';
import { Counter } from '../../measures/index.js';
import type { Presence } from '../presence.js';
import { OvertakenError } from './settled.js';

/** How long a call may take in all before the caller is told to try again, in milliseconds. */
const ANSWER_WITHIN_MS = 1_800;

/** A call that has waited longer than this for its turn is not made, in milliseconds: its caller is about to be told. */
const MOST_WAIT_MS = 750;

/** @param since when the call came, as performance.now() has it */
export function hasWaitedTooLong(since: number): boolean {
  return performance.now() - since > MOST_WAIT_MS;
}

const TOO_SLOW = 'the database takes too long to answer';

/** A call waited too long for others. That may be no fault of the database’s. */
class OutOfTurnError extends StoreUnavailableError {}

export function tooSlow(): StoreUnavailableError {
  return new OutOfTurnError(TOO_SLOW);
}

/** Keeps count of the calls that are under way, so that the store can end when they have. */
export class Calls {
  readonly failures = new Counter(STORE_FAILURES);
  private underWay = 0;
  private closed: Promise<void> | undefined;
  private tellIdle: () => void = () => undefined;
  /** The last call of each key that is made one after the other. */
  private readonly last = new Map<string, Promise<unknown>>();

  constructor(readonly presence: Presence) {}

  /** @throws StoreUnavailableError once the store is closed, and when the work takes too long; it goes on to its end */
  async make<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.inTime(work);
    } catch (error) {
      const failure = this.failureOf(error);
      this.failures.add(failure);
      if (failure === 'unavailable') void this.presence.doubt(whyOf(error));
      throw error;
    }
  }

  /** How many are under way. */
  get count(): number {
    return this.underWay;
  }

  /** Makes calls of the same key one after the other: they would only stand in each other's way. */
  async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const before = this.last.get(key) ?? Promise.resolve();
    const next = (): Promise<T> => {
      if (hasWaitedTooLong(since)) throw tooSlow();
      return work();
    };
    const mine = before.then(next, next);
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }

  /** Turns further calls away, and finishes when those under way have ended. */
  close(finish: () => Promise<void>): Promise<void> {
    this.presence.close();
    this.closed ??= this.idle().then(finish);
    return this.closed;
  }

  private inTime<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.closed !== undefined) throw new StoreUnavailableError('the store is closed');
      this.underWay++;
      const late = setTimeout(() => reject(new StoreUnavailableError(TOO_SLOW)), ANSWER_WITHIN_MS);
      void work()
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(late);
          this.underWay--;
          if (this.underWay === 0) this.tellIdle();
        });
    });
  }

  private failureOf(error: unknown): StoreFailure {
    if (this.closed !== undefined || error instanceof OutOfTurnError) return 'turned-away';
    if (error instanceof OvertakenError) return 'overtaken';
    return error instanceof StoreUnavailableError ? 'unavailable' : 'failed';
  }

  private idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.underWay === 0) resolve();
      else this.tellIdle = resolve;
    });
  }
}
