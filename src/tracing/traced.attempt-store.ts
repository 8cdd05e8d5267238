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
  type RecordedDisposition,
  type StartResult,
  type StartTerms,
  type StopResult,
  type VisitCancellation,
  type Wish,
  type YoungAttempt,
} from '../engagement/index.js';
import { factsOf } from './facts-of.js';
import type { Tracing } from './tracing.js';

/** A store each of whose commits is told as part of its attempt's story. */
export class TracedAttemptStore extends AttemptStore {
  constructor(
    private readonly store: AttemptStore,
    private readonly tracing: Tracing,
  ) {
    super();
  }

  override async start(attempt: NewAttempt, terms: StartTerms): Promise<StartResult> {
    const begun = Date.now();
    const result = await this.store.start(attempt, terms);
    if (result.kind === 'started') {
      this.tell(attempt, begun);
      for (const { attempt: other } of [...result.due, ...result.replaced]) this.tell(other, begun);
    }
    if (result.kind === 'suppressed') this.tell(result.attempt, begun);
    return result;
  }

  override async stop(attempt: NewAttempt, terms: StartTerms): Promise<StopResult | undefined> {
    const begun = Date.now();
    const result = await this.store.stop(attempt, terms);
    if (result?.kind === 'suppressed') this.tell(result.attempt, begun);
    return result;
  }

  override async cancelInteraction(cancellation: Cancellation): Promise<CancelResult> {
    const begun = Date.now();
    const result = await this.store.cancelInteraction(cancellation);
    if (result.kind === 'cancelled') this.tell(result.change.attempt, begun);
    return result;
  }

  override cancelVisit(cancellation: VisitCancellation): Promise<readonly Change<EndedAttempt>[]> {
    return this.toldEach(() => this.store.cancelVisit(cancellation));
  }

  override async cancelAttempt(cancellation: OperatorCancellation): Promise<OperatorCancelResult> {
    const begun = Date.now();
    const result = await this.store.cancelAttempt(cancellation);
    if (result.kind === 'cancelled') this.tell(result.change.attempt, begun);
    return result;
  }

  override async recordDisposition(disposition: RecordedDisposition): Promise<DispositionResult> {
    const begun = Date.now();
    const result = await this.store.recordDisposition(disposition);
    if (result.kind === 'advanced' || result.kind === 'overdue') this.tell(result.change.attempt, begun);
    return result;
  }

  override dontAskAgain(wish: Wish): Promise<readonly Change<EndedAttempt>[]> {
    return this.toldEach(() => this.store.dontAskAgain(wish));
  }

  override endDue(at: Moment, limit: number): Promise<readonly Change<EndedAttempt>[]> {
    return this.toldEach(() => this.store.endDue(at, limit));
  }

  override find(attemptId: string): Promise<AttemptDetails | undefined> {
    return this.store.find(attemptId);
  }

  override list(query: AttemptQuery): Promise<readonly Attempt[]> {
    return this.store.list(query);
  }

  override search(search: AttemptSearch): Promise<FoundAttempts> {
    return this.store.search(search);
  }

  override activeOf(visitId: string, at: Moment): Promise<readonly ActiveAttempt[]> {
    return this.store.activeOf(visitId, at);
  }

  override madeBetween(from: Moment, until: Moment, limit: number): Promise<readonly YoungAttempt[]> {
    return this.store.madeBetween(from, until, limit);
  }

  override endedAmong(attemptIds: readonly string[]): Promise<readonly EndedAttempt[]> {
    return this.store.endedAmong(attemptIds);
  }

  override purge(endedBefore: Moment, limit: number): Promise<number> {
    return this.store.purge(endedBefore, limit);
  }

  override ping(): Promise<void> {
    return this.store.ping();
  }

  override close(): Promise<void> {
    return this.store.close();
  }

  private async toldEach(
    work: () => Promise<readonly Change<EndedAttempt>[]>,
  ): Promise<readonly Change<EndedAttempt>[]> {
    const begun = Date.now();
    const changes = await work();
    for (const { attempt } of changes) this.tell(attempt, begun);
    return changes;
  }

  private tell(attempt: Attempt, begun: number): void {
    if (!this.tracing.collects(attempt.traceParent)) return;
    this.tracing.tell(`commit ${attempt.state}`, { ...factsOf(attempt), begun });
  }
}
