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
} from '../engagement/index.js';
import type { Tracing } from './tracing.js';

/** A store each of whose commits is told as part of its attempt's story. */
export class TracedAttemptStore extends AttemptStore {
  constructor(
    private readonly store: AttemptStore,
    private readonly tracing: Tracing,
  ) {
    super();
  }

  override start(attempt: NewAttempt, terms: StartTerms): Promise<StartResult> {
    return this.told(
      () => this.store.start(attempt, terms),
      (result) => {
        if (result.kind === 'started') return [attempt, ...[...result.due, ...result.replaced].map(attemptOf)];
        return settledBy(result);
      },
    );
  }

  override stop(attempt: NewAttempt, terms: StartTerms): Promise<StopResult | undefined> {
    return this.told(() => this.store.stop(attempt, terms), settledBy);
  }

  override cancelInteraction(cancellation: Cancellation): Promise<CancelResult> {
    return this.told(
      () => this.store.cancelInteraction(cancellation),
      (result) => (result.kind === 'cancelled' ? [result.change.attempt] : []),
    );
  }

  override cancelVisit(cancellation: VisitCancellation): Promise<readonly Change<EndedAttempt>[]> {
    return this.told(
      () => this.store.cancelVisit(cancellation),
      (changes) => changes.map(attemptOf),
    );
  }

  override cancelAttempt(cancellation: OperatorCancellation): Promise<OperatorCancelResult> {
    return this.told(
      () => this.store.cancelAttempt(cancellation),
      (result) => (result.kind === 'cancelled' ? [result.change.attempt] : []),
    );
  }

  override recordDisposition(disposition: RecordedDisposition): Promise<DispositionResult> {
    return this.told(
      () => this.store.recordDisposition(disposition),
      (result) => (result.kind === 'advanced' || result.kind === 'overdue' ? [result.change.attempt] : []),
    );
  }

  override dontAskAgain(wish: Wish): Promise<readonly Change<EndedAttempt>[]> {
    return this.told(
      () => this.store.dontAskAgain(wish),
      (changes) => changes.map(attemptOf),
    );
  }

  override endDue(at: Moment, limit: number): Promise<readonly Change<EndedAttempt>[]> {
    return this.told(
      () => this.store.endDue(at, limit),
      (changes) => changes.map(attemptOf),
    );
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

  override purge(endedBefore: Moment, limit: number): Promise<Purged> {
    return this.store.purge(endedBefore, limit);
  }

  override close(): Promise<void> {
    return this.store.close();
  }

  /** @param changedBy the attempts whose new state is on disk with the result */
  private async told<Result>(
    work: () => Promise<Result>,
    changedBy: (result: Result) => readonly Attempt[],
  ): Promise<Result> {
    const begun = Date.now();
    const result = await work();
    for (const attempt of changedBy(result)) this.tracing.partOf(attempt, `commit ${attempt.state}`, { begun }).end();
    return result;
  }
}

/** What is overtaken was cancelled before it had a story; it is told in that of its engage. */
function settledBy(result: StopResult | undefined): readonly Attempt[] {
  return result?.kind === 'suppressed' || result?.kind === 'overtaken' ? [result.attempt] : [];
}

function attemptOf({ attempt }: Change): Attempt {
  return attempt;
}
