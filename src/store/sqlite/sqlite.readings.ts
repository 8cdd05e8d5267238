import { StoreReadings } from '../../engagement/model.js';
import type { StoreThread } from './store-thread.js';

/** What the store's thread tells of itself. Everything that waits for a commit shares it. */
export class SqliteReadings extends StoreReadings {
  override readonly kind = 'sqlite';
  override readonly availability = this.thread.presence.availability;
  override readonly failures = this.thread.failures;
  override readonly batches = new Map([['calls', this.thread.batches]]);
  override readonly server = undefined;

  constructor(private readonly thread: StoreThread) {
    super();
  }

  override ask(): Promise<void> {
    return this.thread.presence.ask();
  }

  override get calls(): StoreThread['calls'] {
    return this.thread.calls;
  }
}
