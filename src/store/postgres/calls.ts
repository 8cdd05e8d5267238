import { StoreUnavailableError } from '../../engagement/model.js';
import { Presence } from '../presence.js';

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
  private readonly presence = new Presence();
  private underWay = 0;
  private closed: Promise<void> | undefined;
  private tellIdle: () => void = () => undefined;
  /** The last call of each key that is made one after the other. */
  private readonly last = new Map<string, Promise<unknown>>();

  /** @throws StoreUnavailableError once the store is closed, and when the work takes too long; it goes on to its end */
  make<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.closed !== undefined) throw new StoreUnavailableError('the store is closed');
      this.underWay++;
      const fail = (error: unknown): void => {
        if (error instanceof StoreUnavailableError && !(error instanceof OutOfTurnError))
          this.presence.failed(error.message);
        reject(error);
      };
      const late = setTimeout(() => fail(new StoreUnavailableError(TOO_SLOW)), ANSWER_WITHIN_MS);
      void work()
        .then((result) => {
          this.presence.succeeded();
          resolve(result);
        }, fail)
        .finally(() => {
          clearTimeout(late);
          this.underWay--;
          if (this.underWay === 0) this.tellIdle();
        });
    });
  }

  /** Makes calls of the same key one after the other: they would only stand in each other's way. */
  async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const before = this.last.get(key) ?? Promise.resolve();
    const inTime = (): Promise<T> => {
      if (hasWaitedTooLong(since)) throw tooSlow();
      return work();
    };
    const mine = before.then(inTime, inTime);
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }

  /** Turns further calls away, and finishes when those under way have ended. */
  close(finish: () => Promise<void>): Promise<void> {
    this.closed ??= this.idle().then(finish);
    return this.closed;
  }

  private idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.underWay === 0) resolve();
      else this.tellIdle = resolve;
    });
  }
}
