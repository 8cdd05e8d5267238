import type { Moment } from './attempt.js';
import type { ClaimedDelivery, Delivery, DeliveryQuery, DeliveryTry } from './delivery.js';
import type { EndpointStanding, StandingChange } from './endpoint-standing.js';
import type { OutcomeState } from './outcome.js';

/** An endpoint as it stands, and what it has still to be told. */
export interface EndpointRecord extends EndpointStanding {
  readonly endpoint: string;
  readonly waiting: number;
  /** When the oldest of those was planned; `null` when none waits. */
  readonly waitingSince: Moment | null;
  readonly failed: number;
}

/**
 * What endpoints are to be told, and what has become of it. An outcome is on record with its attempt's step; planning turns
 * it into a delivery for each endpoint that wants it, once. Any number of nodes plan, claim and settle side by side.
 *
 * @throws StoreUnavailableError from every method
 */
export abstract class DeliveryBook {
  /** Makes endpoints known: new ones from the next outcome on, those that are known from where they were. */
  abstract open(endpoints: readonly string[]): Promise<void>;

  /**
   * Plans deliveries of outcomes that an endpoint has not been planned for yet, in their order.
   *
   * @param wanted outcomes that it is told of
   * @returns how many outcomes it looked at: less than `limit` only when there are no others, or another node is at it
   */
  abstract plan(endpoint: string, wanted: readonly OutcomeState[], at: Moment, limit: number): Promise<number>;

  /**
   * Takes deliveries of an endpoint that are due, to make them now; nobody else takes them until `leaseMs` are over. Of an
   * attempt the earliest comes first, and no other before it is settled.
   */
  abstract claim(endpoint: string, at: Moment, leaseMs: number, limit: number): Promise<readonly ClaimedDelivery[]>;

  /** Puts on record what came of a try. @returns how the endpoint fares; `undefined` when the try says nothing any more */
  abstract settle(tried: DeliveryTry): Promise<StandingChange | undefined>;

  /** Gives up what was planned before this moment, waits, and is not being made. @returns how many, at most `limit` */
  abstract giveUp(plannedBefore: Moment, at: Moment, limit: number): Promise<number>;

  /** @returns deliveries that match every part of the query, the latest outcomes first */
  abstract list(query: DeliveryQuery): Promise<readonly Delivery[]>;

  /** Has one made again, from the first try on. @returns it as it stands then; `undefined` when there is none */
  abstract sendAgain(endpoint: string, position: number, at: Moment): Promise<Delivery | undefined>;

  /** The same for what has failed before `at`, the oldest first. @returns how many, at most `limit` */
  abstract sendFailedAgain(endpoint: string, at: Moment, limit: number): Promise<number>;

  /** Makes what would be due only after `later` due now: what is being made is due sooner. @returns how many, at most `limit` */
  abstract hasten(endpoint: string, at: Moment, later: Moment, limit: number): Promise<number>;

  abstract endpoints(): Promise<readonly EndpointRecord[]>;

  /** How an endpoint fares, without a look at its deliveries; `undefined` when there is none of that name. */
  abstract standing(endpoint: string): Promise<EndpointStanding | undefined>;

  /** Tells an endpoint again that was disabled or paused. @returns false when there is none of that name */
  abstract enable(endpoint: string): Promise<boolean>;
}
