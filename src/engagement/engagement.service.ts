import { Inject, Injectable } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import type { AttemptState, DispositionName } from '../contract/index.js';
import { AttemptIds, isAttemptId } from './attempt-ids.js';
import {
  type AttemptQuery,
  type AttemptSearch,
  AttemptStore,
  type Cancellation,
  type Change,
  type FoundAttempts,
  type Purged,
  type VisitCancellation,
  type YoungAttempt,
} from './attempt-store.js';
import type { ActiveAttempt, Attempt, AttemptDetails, EndedAttempt, Moment, NewAttempt } from './attempt.js';
import { Clock } from './clock.js';
import { type Cause, EngagementFeed } from './engagement-feed.js';
import { EngagementError, OverloadedError } from './engagement.error.js';
import type { CancelData, IxnProfile } from './ixn-profile.js';
import { EngagementCounter } from './engagement-counter.js';
import { hasEnded } from './lifecycle.js';
import { type Beginning, InvitationRules } from './invitation-rules.js';
import { hasContentOf, newAttempt, shownPartOf } from './new-attempt.js';
import { DONT_ASK_AGAIN } from './visit-limits.js';

/** A call over HTTP, and whose it is. */
export interface NamedCall {
  /** Who calls, by the name of their key or certificate. */
  readonly actor: string | null;
  /** Names the call, so that what it brought about can be found by it. */
  readonly requestId: string;
  /** The W3C `traceparent` of what answers it, where somebody traces. */
  readonly traceParent?: string | null;
}

export interface Engaged {
  readonly attempt: Attempt;
  /** The same engage came before: this one changed nothing. */
  readonly replayed: boolean;
}

export interface Cancelled {
  /** The newest where a visit had several; `null` where it had none. */
  readonly attempt: Attempt | null;
  /** There was nothing to cancel: an interaction is then remembered as cancelled. */
  readonly foundNothing: boolean;
}

/** What a page reports, and how it is connected. */
export interface PageReport {
  readonly attemptId: string;
  readonly disposition: DispositionName;
  readonly dispositionId?: string;
  readonly detail?: string;
  /** The visitor wants no further invitation in this visit. */
  readonly dontAskAgain?: boolean;
  /** The only visit whose attempts the reporter may answer; `null` for a Frontend Server, which relays for any. */
  readonly visitId: string | null;
  /** The Frontend Server that relays the report, by the name of its key; `null` for a browser. */
  readonly actor: string | null;
  readonly page: string;
  /** The connection to leave out when the other pages are told of an ending. */
  readonly via?: string;
}

/** How many due attempts one statement ends. */
const DUE_BATCH = 500;

/** Starts, cancels and follows engagement attempts: the verbs of the service. */
@Injectable()
export class EngagementService {
  /** Engagements that wait for the store, or for the answer of who knows of agents. */
  private starting = 0;

  constructor(
    private readonly store: AttemptStore,
    private readonly rules: InvitationRules,
    private readonly feed: EngagementFeed,
    private readonly clock: Clock,
    private readonly ids: AttemptIds,
    private readonly counter: EngagementCounter,
    @Inject(Configuration) private readonly configuration: Configuration,
  ) {}

  /** How many engagements wait to be answered. */
  get waitingCount(): number {
    return this.starting;
  }

  /** Whether another engagement would be taken, rather than turned away because too many wait already. */
  get takesNewWork(): boolean {
    return this.starting < this.configuration.waitingEngagements;
  }

  /**
   * Starts the attempt of an interaction. The attempt is on disk when this resolves.
   *
   * Idempotent: the same profile again answers with the attempt as it stands.
   *
   * An attempt that a rule, or the visitor's wish, speaks against is put on record as suppressed, with the reason.
   *
   * @throws EngagementError `interaction-conflict` when the interaction has an attempt with other content
   * @throws EngagementError `visit-engaged` when the visit has an active attempt and conflicts are rejected
   * @throws OverloadedError when too many wait already
   * @see Engagement REST API, "Start Engagement Attempt"
   */
  async engage(profile: IxnProfile, call: NamedCall): Promise<Engaged> {
    const { actor, traceParent = null } = call;
    const { attempt, result } = await this.start(() =>
      newAttempt(profile, { attemptId: this.ids.next(), now: this.clock.now(), actor, traceParent }),
    );
    switch (result.kind) {
      case 'started':
        this.counter.engages.add('started');
        this.announceEnded(result.due, DUE);
        this.announceEnded(result.replaced, causeOf(call));
        this.feed.announce({ kind: 'started', attempt: shownPartOf(attempt) }, causeOf(call));
        return { attempt, replayed: false };
      case 'suppressed':
        this.counter.suppressed(result.attempt.reason ?? 'none');
        this.feed.announce({ kind: 'suppressed', attempt: result.attempt }, causeOf(call));
        return { attempt: result.attempt, replayed: false };
      case 'overtaken':
        this.counter.engages.add('overtaken');
        return { attempt: result.attempt, replayed: false };
      case 'known':
        if (hasContentOf(result.attempt, attempt)) {
          this.counter.engages.add('replayed');
          return { attempt: result.attempt, replayed: true };
        }
        this.counter.engages.add('interaction-conflict');
        throw new EngagementError(
          'interaction-conflict',
          `Interaction "${attempt.interactionId}" has an attempt with other content. An interaction has exactly one attempt: send the same profile again, or use a new interaction.`,
          factsOf(result.attempt),
        );
      case 'visit-engaged':
        this.counter.engages.add('visit-engaged');
        throw new EngagementError(
          'visit-engaged',
          `Visit "${attempt.visitId}" has an active attempt. Cancel it or wait until it ends.`,
          factsOf(result.attempt),
        );
    }
  }

  /**
   * Ends the attempt of an interaction, or what is active for a visit, so that its invitation is not shown.
   *
   * Idempotent. An interaction that is not known yet is remembered as cancelled: an engage that arrives after its
   * noengage then shows nothing.
   *
   * @throws EngagementError `attempt-ended` when the attempt of the interaction ended in another way first
   * @see Engagement REST API, "Cancel Engagement Attempt"
   */
  async cancel(cancelData: CancelData, call: NamedCall): Promise<Cancelled> {
    const { interactionId, visitId, reason = null } = cancelData;
    const { actor } = call;
    const at = this.clock.now();
    if (interactionId !== undefined)
      return this.cancelInteraction({ interactionId, visitId: visitId ?? null, reason, actor, at }, call);
    const [newest = null] = visitId === undefined ? [] : await this.endVisit({ visitId, reason, by: 'strategy' }, call);
    return { attempt: newest, foundNothing: newest === null };
  }

  /**
   * Ends an attempt for somebody who runs the service. Idempotent.
   *
   * @throws EngagementError `attempt-not-found`
   * @throws EngagementError `attempt-ended` when it ended in another way first
   */
  async cancelAttempt(attemptId: string, reason: string | null, call: NamedCall): Promise<Attempt> {
    if (!isAttemptId(attemptId)) throw attemptNotFound(attemptId);
    const at = this.clock.now();
    const result = await this.store.cancelAttempt({ attemptId, reason, actor: call.actor, at });
    if (result.kind !== 'unknown') this.counter.cancellations.add(result.kind);
    switch (result.kind) {
      case 'cancelled':
        this.announce(result.change, { ...call, by: 'operator' });
        return result.change.attempt;
      case 'already-cancelled':
        return result.attempt;
      case 'ended-otherwise':
        throw attemptEnded(result.attempt);
      case 'unknown':
        throw attemptNotFound(attemptId);
    }
  }

  /** Ends what is active for a visit, for somebody who runs the service. Idempotent. */
  async cancelVisit(visitId: string, reason: string | null, call: NamedCall): Promise<void> {
    await this.endVisit({ visitId, reason, by: 'operator' }, call);
  }

  /**
   * Records what a page reports. Repeats are harmless.
   *
   * @returns the attempt after it
   * @throws EngagementError `attempt-not-found` also for the attempt of another visit
   * @throws EngagementError `attempt-ended` when somebody else ended it first
   * @throws EngagementError `disposition-out-of-order` for `ignored` before `shown`
   */
  async recordDisposition(report: PageReport): Promise<Attempt> {
    const { attemptId, disposition, dispositionId = null, detail, dontAskAgain = false } = report;
    const { visitId, actor, page, via } = report;
    const at = this.clock.now();
    const cause = { by: 'visitor', actor, requestId: null } as const;
    // First, so that no engage comes between: as long as it is not answered, the attempt itself stands in the way.
    if (dontAskAgain) this.announceEnded(await this.store.dontAskAgain({ attemptId, visitId, actor, at }), cause);
    const result = await this.store.recordDisposition({
      attemptId,
      disposition,
      dispositionId,
      reason: detail ?? (dontAskAgain ? DONT_ASK_AGAIN : null),
      visitId,
      actor,
      page,
      at,
    });
    this.counter.dispositions.get(disposition)?.add(result.kind);
    switch (result.kind) {
      case 'advanced':
        this.announce(result.change, cause, via);
        return result.change.attempt;
      case 'acknowledged':
        return result.attempt;
      case 'overdue':
        this.announce(result.change, DUE, via);
        throw attemptEnded(result.change.attempt);
      case 'ended-otherwise':
        throw attemptEnded(result.attempt);
      case 'out-of-order':
        throw new EngagementError(
          'disposition-out-of-order',
          `An attempt that is ${result.attempt.state} cannot become ${disposition}: report it as shown first.`,
          factsOf(result.attempt),
        );
      case 'unknown':
        throw attemptNotFound(attemptId);
    }
  }

  /** @throws EngagementError `attempt-not-found` */
  async find(attemptId: string): Promise<AttemptDetails> {
    const attempt = isAttemptId(attemptId) ? await this.store.find(attemptId) : undefined;
    if (attempt === undefined) throw attemptNotFound(attemptId);
    return attempt;
  }

  /** @returns attempts that match, newest first */
  list(query: AttemptQuery): Promise<readonly Attempt[]> {
    return this.store.list(query);
  }

  /** @returns attempts that are looked for, newest first, and where to go on */
  search(search: AttemptSearch): Promise<FoundAttempts> {
    return this.store.search(search);
  }

  /** @returns what a page of the visit may still show, oldest first */
  activeOf(visitId: string): Promise<readonly ActiveAttempt[]> {
    return this.store.activeOf(visitId, this.clock.now());
  }

  /** @returns active attempts that were created in this span, oldest first */
  madeBetween(createdFrom: Moment, createdUntil: Moment, limit: number): Promise<readonly YoungAttempt[]> {
    return this.store.madeBetween(createdFrom, createdUntil, limit);
  }

  /** @returns those of these attempts that have ended, in no order */
  endedAmong(attemptIds: readonly string[]): Promise<readonly EndedAttempt[]> {
    return this.store.endedAmong(attemptIds);
  }

  /** Ends every attempt whose deadline has come, also those that came due while the service was down. */
  async endDue(): Promise<void> {
    for (;;) {
      const changes = await this.store.endDue(this.clock.now(), DUE_BATCH);
      this.announceEnded(changes, DUE);
      if (changes.length < DUE_BATCH) return;
    }
  }

  /** Forgets attempts that ended before this moment, at most so many, with all that is kept of them. */
  purge(endedBefore: Moment, limit: number): Promise<Purged> {
    return this.store.purge(endedBefore, limit);
  }

  /** New work is turned away before what was accepted suffers. */
  private async start(make: () => NewAttempt): Promise<Beginning> {
    if (!this.takesNewWork) throw new OverloadedError('too many engagements wait already');
    this.starting++;
    try {
      return await this.rules.start(make);
    } finally {
      this.starting--;
    }
  }

  private async cancelInteraction(cancellation: Omit<Cancellation, 'attemptId'>, call: NamedCall): Promise<Cancelled> {
    const result = await this.store.cancelInteraction({ ...cancellation, attemptId: this.ids.next() });
    this.counter.cancellations.add(result.kind);
    switch (result.kind) {
      case 'cancelled':
        this.announce(result.change, causeOf(call));
        return { attempt: result.change.attempt, foundNothing: false };
      case 'already-cancelled':
      case 'remembered':
        return { attempt: result.attempt, foundNothing: result.kind === 'remembered' };
      case 'ended-otherwise':
        throw attemptEnded(result.attempt);
    }
  }

  /** @returns what was active, newest first */
  private async endVisit(
    cancellation: Pick<VisitCancellation, 'visitId' | 'reason' | 'by'>,
    call: NamedCall,
  ): Promise<readonly EndedAttempt[]> {
    const changes = await this.store.cancelVisit({ ...cancellation, actor: call.actor, at: this.clock.now() });
    this.counter.cancellations.add(changes.length > 0 ? 'cancelled' : 'nothing');
    this.announceEnded(changes, { ...causeOf(call), by: cancellation.by });
    return changes.map(({ attempt }) => attempt);
  }

  private announceEnded(changes: readonly Change<EndedAttempt>[], cause: Cause): void {
    for (const change of changes) this.announce(change, cause);
  }

  private announce(change: Change, cause: Cause, via?: string): void {
    const { attempt } = change;
    if (isEnded(attempt)) this.feed.announce({ ...change, kind: 'ended', attempt, via }, cause);
    else this.feed.announce({ ...change, kind: 'advanced' }, cause);
  }
}

/** A deadline has come. */
const DUE: Cause = { by: 'gateway', actor: null, requestId: null };

function causeOf({ actor, requestId }: NamedCall): Cause {
  return { by: 'strategy', actor, requestId };
}

function isEnded(attempt: Attempt): attempt is EndedAttempt {
  return hasEnded(attempt.state) && attempt.endedAt !== null;
}

function factsOf({ attemptId, state }: Attempt): { attemptId: string; state: AttemptState } {
  return { attemptId, state };
}

function attemptNotFound(attemptId: string): EngagementError {
  return new EngagementError('attempt-not-found', `There is no attempt "${attemptId}".`);
}

function attemptEnded(attempt: Attempt): EngagementError {
  return new EngagementError('attempt-ended', `The attempt has ended: it is ${attempt.state}.`, factsOf(attempt));
}
