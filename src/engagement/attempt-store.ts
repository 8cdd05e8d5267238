import type { AttemptState, DispositionName } from '../contract/index.js';
import type { ActiveAttempt, Attempt, AttemptDetails, EndedAttempt, Moment, NewAttempt } from './attempt.js';
import type { VisitLimits } from './visit-limits.js';

/** What becomes of an engage for a visit that has an active attempt already. */
export type VisitConflict = 'reject' | 'replace' | 'allow';

/** On which terms an attempt starts. */
export interface StartTerms {
  readonly conflict: VisitConflict;
  /** What its visit is granted; `null`: everything, but what its visitor does not want. */
  readonly limits: VisitLimits | null;
  /** Why it is suppressed when nothing else stops it; `null` when it is to start. */
  readonly refusal: string | null;
}

export type StartResult =
  | {
      readonly kind: 'started';
      /** Attempts of the visit that made room for this one. */
      readonly replaced: readonly Change<EndedAttempt>[];
      /** Attempts of the visit whose deadline had passed: ended on the way. */
      readonly due: readonly Change<EndedAttempt>[];
    }
  | StopResult;

/** What stops an attempt from starting: the first of these that is so. */
export type StopResult =
  /** The interaction has its attempt already. */
  | { readonly kind: 'known'; readonly attempt: AttemptDetails }
  /** The interaction was cancelled before its engage arrived; the attempt now holds the engage's content too. */
  | { readonly kind: 'overtaken'; readonly attempt: Attempt }
  | { readonly kind: 'visit-engaged'; readonly attempt: Attempt }
  /** A rule, or the visitor's wish, speaks against it: it is on record as suppressed. Other attempts stay as they are. */
  | { readonly kind: 'suppressed'; readonly attempt: EndedAttempt };

/** An attempt after a step, and the state that it came from. */
export interface Change<A extends Attempt = Attempt> {
  readonly attempt: A;
  readonly from: AttemptState;
  /** When a page first showed it; `null` when none has. */
  readonly shownAt: Moment | null;
}

export interface Cancellation {
  readonly interactionId: string;
  /** The visit, where the strategy named it. */
  readonly visitId: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly at: Moment;
  /** Id under which an interaction that nobody has engaged yet is remembered as cancelled. */
  readonly attemptId: string;
}

/** What was forgotten because of its age. */
export interface Purged {
  readonly attempts: number;
  /** How many deliveries of their outcomes were still to be made: they are made no more. */
  readonly undelivered: number;
}

export interface VisitCancellation {
  readonly visitId: string;
  readonly reason: string | null;
  readonly by: 'strategy' | 'operator';
  readonly actor: string | null;
  readonly at: Moment;
}

export type CancelResult =
  | { readonly kind: 'cancelled'; readonly change: Change<EndedAttempt> }
  /** It was cancelled before, or is now remembered as cancelled. */
  | { readonly kind: 'already-cancelled' | 'remembered'; readonly attempt: Attempt }
  | { readonly kind: 'ended-otherwise'; readonly attempt: Attempt };

/** Somebody who runs the service ends an attempt. */
export interface OperatorCancellation {
  readonly attemptId: string;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly at: Moment;
}

export type OperatorCancelResult =
  | { readonly kind: 'cancelled'; readonly change: Change<EndedAttempt> }
  | { readonly kind: 'already-cancelled' | 'ended-otherwise'; readonly attempt: Attempt }
  | { readonly kind: 'unknown' };

/** A visitor wants no further invitation in this visit. */
export interface Wish {
  /** The attempt that it was said about. */
  readonly attemptId: string;
  /** The only visit that the reporter may speak for; `null` for one that relays for any. */
  readonly visitId: string | null;
  /** The Frontend Server that relays it; `null` for a browser. */
  readonly actor: string | null;
  readonly at: Moment;
}

export interface RecordedDisposition {
  readonly attemptId: string;
  readonly disposition: DispositionName;
  readonly dispositionId: string | null;
  readonly reason: string | null;
  /** The only visit whose attempts the reporter may answer; `null` for one that relays for any. */
  readonly visitId: string | null;
  /** The Frontend Server that relays the report; `null` for a browser. */
  readonly actor: string | null;
  /** Names the page that reports, so that pages of a visit can be told apart. */
  readonly page: string;
  readonly at: Moment;
}

export type DispositionResult =
  | { readonly kind: 'advanced'; readonly change: Change }
  /** Nothing changed, and the reporter is right: a repeat, or a step that others had taken already. */
  | { readonly kind: 'acknowledged'; readonly attempt: Attempt }
  /** Its deadline had passed: the report came too late, and ended it as due. */
  | { readonly kind: 'overdue'; readonly change: Change<EndedAttempt> }
  | { readonly kind: 'ended-otherwise'; readonly attempt: Attempt }
  | { readonly kind: 'out-of-order'; readonly attempt: Attempt }
  | { readonly kind: 'unknown' };

/** As little of an active attempt as tells whose pages should have it. */
export type YoungAttempt = Pick<ActiveAttempt, 'attemptId' | 'visitId' | 'createdAt' | 'state'>;

export interface AttemptQuery {
  readonly visitId?: string;
  readonly interactionId?: string;
  readonly state?: AttemptState;
  /** Only attempts created at this moment or later. */
  readonly since?: Moment;
  /** Only attempts older than this one: where the page before ended. */
  readonly before?: string;
  readonly limit: number;
}

/** What somebody looks for among all attempts. Every part that is there must be so. */
export interface AttemptSearch {
  readonly attemptId?: string;
  readonly visitId?: string;
  readonly interactionId?: string;
  readonly state?: AttemptState;
  readonly channel?: string;
  readonly ruleName?: string;
  /** Only attempts created at this moment or later. */
  readonly since?: Moment;
  /** Only attempts created before this moment. */
  readonly until?: Moment;
  /** Only attempts older than this one: where the page before ended. */
  readonly before?: string;
  readonly limit: number;
  /** How many attempts are looked through at most, however few of them are what is looked for. */
  readonly lookThrough: number;
}

export interface FoundAttempts {
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** Where to go on; `null` when everything has been looked through. */
  readonly goOnBefore: string | null;
}

/**
 * Keeps attempts and their transitions. Each method is atomic and durable: when its promise resolves, what it did
 * survives the loss of the process, and of several callers that would end an attempt exactly one did.
 *
 * @throws StoreUnavailableError from every method, when nothing could be done; the call may be repeated.
 */
export abstract class AttemptStore {
  /** Puts a new attempt on record, unless something stops it. */
  abstract start(attempt: NewAttempt, terms: StartTerms): Promise<StartResult>;

  /** Does what `start` does about an attempt that something stops. @returns nothing, with nothing done, when it would start */
  abstract stop(attempt: NewAttempt, terms: StartTerms): Promise<StopResult | undefined>;

  /** Ends the attempt of an interaction, or remembers that the interaction is cancelled. */
  abstract cancelInteraction(cancellation: Cancellation): Promise<CancelResult>;

  /** Ends what is active for a visit. @returns what it ended, newest first. */
  abstract cancelVisit(cancellation: VisitCancellation): Promise<readonly Change<EndedAttempt>[]>;

  /** Ends an attempt for somebody who runs the service. */
  abstract cancelAttempt(cancellation: OperatorCancellation): Promise<OperatorCancelResult>;

  /** Records what a page reports about an attempt. */
  abstract recordDisposition(disposition: RecordedDisposition): Promise<DispositionResult>;

  /**
   * Keeps in mind that a visitor wants no further invitation, and ends what else is active for the visit. An attempt that
   * is not there, or another visit's, is nothing to it.
   *
   * @returns what it ended, newest first
   */
  abstract dontAskAgain(wish: Wish): Promise<readonly Change<EndedAttempt>[]>;

  /** Ends attempts whose deadline has come, the longest overdue first. @returns at most `limit` that it ended. */
  abstract endDue(at: Moment, limit: number): Promise<readonly Change<EndedAttempt>[]>;

  abstract find(attemptId: string): Promise<AttemptDetails | undefined>;

  /** @returns attempts that match every part of the query, newest first. */
  abstract list(query: AttemptQuery): Promise<readonly Attempt[]>;

  /**
   * Looks for attempts among millions. What it costs is bounded, whatever is looked for: where no index leads to it, it looks
   * through so many attempts, and says where to go on.
   */
  abstract search(search: AttemptSearch): Promise<FoundAttempts>;

  /** @returns what a page of the visit may still show at this moment, oldest first. */
  abstract activeOf(visitId: string, at: Moment): Promise<readonly ActiveAttempt[]>;

  /** @returns active attempts that were created in this span, oldest first. */
  abstract madeBetween(createdFrom: Moment, createdUntil: Moment, limit: number): Promise<readonly YoungAttempt[]>;

  /** @returns those of these attempts that have ended, in no order */
  abstract endedAmong(attemptIds: readonly string[]): Promise<readonly EndedAttempt[]>;

  /**
   * Forgets attempts, with all that is kept of them, that ended before this moment: the oldest first, at most so many.
   *
   * @returns what it forgot
   */
  abstract purge(endedBefore: Moment, limit: number): Promise<Purged>;

  /** Resolves when every call made so far is answered and the database is let go. */
  abstract close(): Promise<void>;
}
