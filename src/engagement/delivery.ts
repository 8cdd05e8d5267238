import type { Moment } from './attempt.js';
import type { Outcome, OutcomeState } from './outcome.js';

/** What has become of a delivery. What is `failed` is tried no more, unless somebody asks for it. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One outcome on its way to one endpoint. */
export interface Delivery {
  readonly endpoint: string;
  /** The outcome's place among all. */
  readonly position: number;
  readonly attemptId: string;
  readonly sequence: number;
  readonly outcome: OutcomeState;
  readonly state: DeliveryState;
  /** How often it was tried. */
  readonly tries: number;
  readonly plannedAt: Moment;
  /** When it is tried next, or tried again if nothing is heard of it until then; `null` when it is not. */
  readonly dueAt: Moment | null;
  readonly settledAt: Moment | null;
  /** The HTTP status of the last reply. */
  readonly answer: number | null;
  /** Why the last try failed. */
  readonly error: string | null;
}

/** A delivery that whoever has claimed it makes now. */
export interface ClaimedDelivery {
  readonly endpoint: string;
  /** Whether it is to show if an endpoint that was left alone is back. */
  readonly isProbe: boolean;
  /** The how manieth try it is, from 1. */
  readonly tries: number;
  readonly plannedAt: Moment;
  readonly outcome: Outcome;
}

/** What came of a try. */
export interface DeliveryTry {
  readonly endpoint: string;
  readonly position: number;
  /** Which try it was: one that has been overtaken by another says nothing any more. */
  readonly tries: number;
  readonly isProbe: boolean;
  readonly at: Moment;
  readonly answer: number | null;
  readonly error: string | null;
  readonly verdict: TryVerdict;
}

export type TryVerdict =
  | { readonly kind: 'delivered' }
  | {
      readonly kind: 'not-delivered';
      /** When it is tried again; `null` for never. */
      readonly againAt: Moment | null;
      /** What it says about the endpoint: that it fails, that it is there no more, or nothing. */
      readonly endpoint: 'fails' | 'is-gone' | 'has-no-part';
      /** Until when the endpoint wants to be left alone. */
      readonly holdUntil: Moment | null;
    };

export interface DeliveryQuery {
  readonly endpoint?: string;
  readonly state?: DeliveryState;
  readonly attemptId?: string;
  /** Only what comes after this one in the list: the last of the page before. */
  readonly after?: Pick<Delivery, 'position' | 'endpoint'>;
  readonly limit: number;
}
