import { Logger } from '@nestjs/common';
import {
  type ClaimedDelivery,
  type Clock,
  type DeliveryBook,
  type DeliveryTry,
  type EndpointStanding,
  OneAtATime,
  Periodic,
} from '../../engagement/index.js';
import type { OutgoingCalls } from '../../outgoing/index.js';
import { impossible, tryOf } from './delivery-verdict.js';
import type { Endpoint } from './endpoint.js';
import { requestFor } from './webhook-request.js';

/** How many deliveries a node makes to one endpoint at once. */
const AT_ONCE = 16;

/** How often it looks for what is due, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** How many outcomes are planned in one step. */
const PLANNED_AT_ONCE = 500;

/** How much longer than its call a delivery is held, in milliseconds, so that what came of it can be put on record. */
const LEASE_SLACK_MS = 15_000;

interface Parts {
  readonly book: DeliveryBook;
  readonly calls: OutgoingCalls;
  readonly clock: Clock;
  /** How long an endpoint may take to answer, in milliseconds. */
  readonly withinMs: number;
  readonly stopping: AbortSignal;
}

/** Tells one endpoint: each has a lane of its own, so that a slow one delays no other. */
export class DeliveryLane {
  private readonly log = new Logger('Webhooks');
  private readonly work = new OneAtATime(() => this.goOn());
  private readonly sweep = new Periodic('webhook deliveries', LOOK_EVERY_MS, () => this.work.run(), this.log);
  private readonly underWay = new Set<Promise<void>>();
  private isClosed = false;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly parts: Parts,
  ) {}

  open(): void {
    void this.sweep.start();
  }

  /** Plans what there is to tell, and begins to tell it: at once, and not only with the next look. */
  wake(): void {
    if (!this.isClosed) void this.work.run().catch(() => undefined);
  }

  /** Begins no other delivery. Resolves when those under way are over. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.sweep.stop();
    await Promise.all(this.underWay);
  }

  private async goOn(): Promise<void> {
    if (this.isClosed) return;
    const { book, clock } = this.parts;
    const { name, outcomes } = this.endpoint;
    while ((await book.plan(name, outcomes, clock.now(), PLANNED_AT_ONCE)) >= PLANNED_AT_ONCE);
    while ((await this.begin(AT_ONCE - this.underWay.size)) > 0);
  }

  /** @returns how many deliveries it has begun */
  private async begin(most: number): Promise<number> {
    if (most <= 0 || this.isClosed) return 0;
    const { book, clock, withinMs } = this.parts;
    const claimed = await book.claim(this.endpoint.name, clock.now(), withinMs + LEASE_SLACK_MS, most);
    for (const delivery of claimed) this.follow(this.deliver(delivery));
    return claimed.length;
  }

  private follow(delivery: Promise<void>): void {
    const followed = delivery
      .catch((error: unknown) => {
        // It is made again when its lease is over.
        this.log.warn({ event: 'delivery.unrecorded', endpoint: this.endpoint.name, error: String(error) });
      })
      .finally(() => {
        this.underWay.delete(followed);
        // What waited for it may go now.
        this.wake();
      });
    this.underWay.add(followed);
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const tried = await this.attempt(delivery);
    const standing = await this.parts.book.settle(tried);
    if (standing !== undefined) this.tell(tried, delivery, standing);
  }

  private async attempt(delivery: ClaimedDelivery): Promise<DeliveryTry> {
    const { calls, clock, withinMs, stopping } = this.parts;
    const request = requestFor(this.endpoint, delivery.outcome, clock.now());
    if (request === undefined)
      return impossible(delivery, clock.now(), 'the address of the endpoint cannot hold the ids of the attempt');
    const call = await calls.post({ ...request, withinMs, signal: stopping });
    return tryOf(delivery, call, { at: clock.now(), random: Math.random() });
  }

  /** What an operator would want to know: how the endpoint fares, not each try. */
  private tell(
    { verdict, at, error }: DeliveryTry,
    { outcome }: ClaimedDelivery,
    { failures, pausedUntil, disabledAt }: EndpointStanding,
  ): void {
    const { name } = this.endpoint;
    if (verdict.kind === 'delivered') return;
    const { attemptId } = outcome.attempt;
    if (verdict.againAt === null)
      this.log.error({ event: 'delivery.given-up', endpoint: name, attemptId, outcome: outcome.state, error });
    if (disabledAt === at) this.log.error({ event: 'endpoint.disabled', endpoint: name, error });
    else if (pausedUntil !== null)
      this.log.warn({ event: 'endpoint.paused', endpoint: name, failures, forMs: pausedUntil - at, error });
  }
}
