import {
  type ActiveAttempt,
  type Attempt,
  type AttemptDetails,
  type AttemptQuery,
  type AttemptSearch,
  AttemptStore,
  type Cancellation,
  type CancelResult,
  type Change,
  type DispositionResult,
  type EndedAttempt,
  type FoundAttempts,
  type Moment,
  type NewAttempt,
  type OperatorCancellation,
  type OperatorCancelResult,
  type Purged,
  type RecordedDisposition,
  type StartResult,
  type StartTerms,
  type StopResult,
  type VisitCancellation,
  type Wish,
  type YoungAttempt,
} from '../../engagement/model.js';
import { rowOf } from '../attempt-rows.js';
import type { Input } from './operations.js';
import type { StoreThread } from './store-thread.js';

/** Attempts in an SQLite file, worked on by a thread of its own so that a commit never blocks the service. */
export class SqliteAttemptStore extends AttemptStore {
  constructor(private readonly thread: StoreThread) {
    super();
  }

  override start(attempt: NewAttempt, terms: StartTerms): Promise<StartResult> {
    return this.thread.call('start', startInput(attempt, terms));
  }

  override stop(attempt: NewAttempt, terms: StartTerms): Promise<StopResult | undefined> {
    return this.thread.call('stop', startInput(attempt, terms));
  }

  override cancelInteraction(cancellation: Cancellation): Promise<CancelResult> {
    return this.thread.call('cancelInteraction', cancellation);
  }

  override cancelVisit(cancellation: VisitCancellation): Promise<readonly Change<EndedAttempt>[]> {
    return this.thread.call('cancelVisit', cancellation);
  }

  override cancelAttempt(cancellation: OperatorCancellation): Promise<OperatorCancelResult> {
    return this.thread.call('cancelAttempt', cancellation);
  }

  override recordDisposition(disposition: RecordedDisposition): Promise<DispositionResult> {
    return this.thread.call('recordDisposition', disposition);
  }

  override dontAskAgain(wish: Wish): Promise<readonly Change<EndedAttempt>[]> {
    return this.thread.call('dontAskAgain', wish);
  }

  override endDue(at: Moment, limit: number): Promise<readonly Change<EndedAttempt>[]> {
    return this.thread.call('endDue', { at, limit });
  }

  override find(attemptId: string): Promise<AttemptDetails | undefined> {
    return this.thread.call('find', { attemptId });
  }

  override list(query: AttemptQuery): Promise<readonly Attempt[]> {
    return this.thread.call('list', query);
  }

  override search(search: AttemptSearch): Promise<FoundAttempts> {
    return this.thread.call('search', search);
  }

  override activeOf(visitId: string, at: Moment): Promise<readonly ActiveAttempt[]> {
    return this.thread.call('activeOf', { visitId, at });
  }

  override madeBetween(createdFrom: Moment, createdUntil: Moment, limit: number): Promise<readonly YoungAttempt[]> {
    return this.thread.call('madeBetween', { createdFrom, createdUntil, limit });
  }

  override endedAmong(attemptIds: readonly string[]): Promise<readonly EndedAttempt[]> {
    return this.thread.call('endedAmong', { attemptIds });
  }

  override purge(endedBefore: Moment, limit: number): Promise<Purged> {
    return this.thread.call('purge', { endedBefore, limit });
  }

  /** Resolves when every call made so far is answered and the file is closed. */
  override close(): Promise<void> {
    return this.thread.close();
  }
}

export function startInput(attempt: NewAttempt, terms: StartTerms): Input<'start'> {
  return { row: rowOf(attempt, terms.conflict !== 'allow'), actor: attempt.actor, terms };
}
