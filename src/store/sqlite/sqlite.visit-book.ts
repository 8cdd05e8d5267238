import { type Erasure, type Moment, VisitBook, type VisitRecord } from '../../engagement/model.js';
import type { StoreThread } from './store-thread.js';

/** What is kept about visits in an SQLite file, worked on by the store's thread. */
export class SqliteVisitBook extends VisitBook {
  constructor(private readonly thread: StoreThread) {
    super();
  }

  override records(visitId: string, after: string | null, limit: number): Promise<readonly VisitRecord[]> {
    return this.thread.call('visitRecords', { visitId, after, limit });
  }

  override beginErasure(erasure: Pick<Erasure, 'erasureId' | 'at' | 'actor'>): Promise<void> {
    return this.thread.call('beginErasure', erasure);
  }

  override erase(erasureId: string, visitId: string, limit: number): Promise<number> {
    return this.thread.call('eraseVisit', { erasureId, visitId, limit });
  }

  override completeErasure(erasureId: string, at: Moment): Promise<Erasure> {
    return this.thread.call('completeErasure', { erasureId, at });
  }

  override erasures(before: string | null, limit: number): Promise<readonly Erasure[]> {
    return this.thread.call('erasures', { before, limit });
  }
}
