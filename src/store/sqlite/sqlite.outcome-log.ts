import { type Outcome, OutcomeLog } from '../../engagement/model.js';
import type { StoreThread } from './store-thread.js';

/** Outcomes in an SQLite file, where each has its place from the beginning. */
export class SqliteOutcomeLog extends OutcomeLog {
  constructor(private readonly thread: StoreThread) {
    super();
  }

  override async giveOutPlaces(): Promise<number> {
    return 0;
  }

  override after(position: number, limit: number): Promise<readonly Outcome[]> {
    return this.thread.call('outcomesAfter', { position, limit });
  }

  override last(): Promise<number> {
    return this.thread.call('lastOutcome', {});
  }
}
