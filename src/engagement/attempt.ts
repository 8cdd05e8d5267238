import type { ActiveState, AttemptState, EndedState, InvitationContent, JsonObject } from '../contract/index.js';

/** Who brought a transition about. */
export type Author = 'strategy' | 'visitor' | 'gateway' | 'operator';

/** Moments are milliseconds since 1970-01-01 UTC, by the service's clock. */
export type Moment = number;

/** One try to engage a visitor. Absent values are `null`. */
export interface Attempt {
  /** UUIDv7, so that ids sort by age. */
  readonly attemptId: string;
  readonly interactionId: string;
  /** `null` only while a cancellation that names no visit waits for the engage that it overtook. */
  readonly visitId: string | null;
  readonly pageId: string | null;
  readonly channel: string | null;
  readonly language: string | null;
  readonly ruleName: string | null;
  readonly state: AttemptState;
  readonly reason: string | null;
  readonly createdAt: Moment;
  /** When the attempt expires unless a page has shown it by then. */
  readonly expiresAt: Moment | null;
  readonly endedAt: Moment | null;
  /** The W3C `traceparent` of the engage, where somebody traces: what becomes of the attempt is part of its trace. */
  readonly traceParent: string | null;
}

/** What the strategy attached to the attempt. */
export interface AttemptContent {
  readonly invitation: InvitationContent | null;
  /** Kept and handed on with the outcome; never sent to a browser. */
  readonly data: JsonObject | null;
  /** Sent to the browser, untouched. */
  readonly clientData: JsonObject | null;
}

/** A step of the lifecycle: the audit trail. */
export interface Transition {
  readonly state: AttemptState;
  readonly at: Moment;
  readonly by: Author;
  /** The name of the key or certificate that it was done with; `null` for a visitor, the gateway, and in open mode. */
  readonly actor: string | null;
  readonly reason: string | null;
}

export interface AttemptDetails extends Attempt, AttemptContent {
  readonly transitions: readonly Transition[];
}

/** An attempt that a page may still show, with what it needs to show it. */
export interface ActiveAttempt extends Attempt {
  readonly state: ActiveState;
  readonly visitId: string;
  readonly channel: string;
  readonly invitation: InvitationContent;
  readonly clientData: JsonObject | null;
  /** When the attempt ends by itself: unshown, at its expiry; shown, when its time to be answered is over. */
  readonly deadline: Moment;
}

/** A new attempt as it is put on record. */
export interface NewAttempt extends ActiveAttempt {
  readonly state: 'pending';
  readonly expiresAt: Moment;
  /** Who asked for it, by the name of their key. */
  readonly actor: string | null;
  readonly data: JsonObject | null;
  /** Once shown, how long until the attempt ends by itself, in milliseconds. */
  readonly answerWithin: number;
}

export interface EndedAttempt extends Attempt {
  readonly state: EndedState;
  readonly endedAt: Moment;
}
