import {
  type ClaimedDelivery,
  type Clock,
  type DeliveryBook,
  type DeliveryTry,
  OneAtATime,
  TaskTrouble,
} from '../../engagement/index.js';
import { EventLog, whyOf } from '../../logging/index.js';
import type { TimedCounter } from '../../measures/index.js';
import { outcomeTypeOf } from '../../contract/index.js';
import type { OutgoingCalls } from '../../outgoing/index.js';
import type { Tracing } from '../../tracing/index.js';
import { impossible, tryOf } from './delivery-verdict.js';
import { EndpointLog } from './endpoint-log.js';
import type { Endpoint } from './endpoint.js';
import { resultOf, type TryResult, type WebhookMeasures } from './webhook-measures.js';
import { requestFor } from './webhook-request.js';

/** How many deliveries a node makes to one endpoint at once. */
const AT_ONCE = 16;

/** How many outcomes are planned in one step. */
const PLANNED_AT_ONCE = 500;

interface Parts {
  readonly book: DeliveryBook;
  readonly calls: OutgoingCalls;
  readonly clock: Clock;
  readonly measures: WebhookMeasures;
  /** How long an endpoint may take to answer, in milliseconds. */
  readonly withinMs: number;
  /** How long a delivery is held for whoever makes it, in milliseconds. */
  readonly leaseMs: number;
  readonly stopping: AbortSignal;
  readonly tracing: Tracing;
}

/** Tells one endpoint: each has a lane of its own, so that a slow one delays no other. */
export class DeliveryLane {
  private readonly log = new EventLog('Webhooks');
  private readonly endpointLog: EndpointLog;
  private readonly trouble: TaskTrouble;
  private readonly work = new OneAtATime(() => this.goOn());
  private readonly underWay = new Set<Promise<void>>();
  private hasNews = false;
  private readonly tries: TimedCounter<TryResult>;
  private isClosed = false;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly parts: Parts,
  ) {
    this.endpointLog = new EndpointLog(endpoint.name);
    this.trouble = new TaskTrouble(`deliveries to ${endpoint.name}`, this.log);
    this.tries = parts.measures.triesOf(endpoint.name);
  }

  /** Plans what there is to tell, and begins to tell what is due. */
  wake(): void {
    this.hasNews = true;
    this.beginMore();
  }

  /** Begins no other delivery. Resolves when those under way are over. */
  async close(): Promise<void> {
    this.isClosed = true;
    // What has just been claimed is under way too.
    await this.work.run();
    await Promise.all(this.underWay);
  }

  private beginMore(): void {
    if (!this.isClosed) void this.work.run();
  }

  /** What fails is done when it is woken next. */
  private async goOn(): Promise<void> {
    try {
      if (this.hasNews) await this.plan();
      while ((await this.begin(AT_ONCE - this.underWay.size)) > 0);
      this.trouble.succeeded();
    } catch (error) {
      this.trouble.failed(error);
    }
  }

  private async plan(): Promise<void> {
    const { book, clock } = this.parts;
    const { name, outcomes } = this.endpoint;
    this.hasNews = false;
    while (!this.isClosed && (await book.plan(name, outcomes, clock.now(), PLANNED_AT_ONCE)) >= PLANNED_AT_ONCE);
  }

  /** @returns how many deliveries it has begun */
  private async begin(most: number): Promise<number> {
    if (most <= 0 || this.isClosed) return 0;
    const { book, clock, leaseMs } = this.parts;
    const claimed = await book.claim(this.endpoint.name, clock.now(), leaseMs, most);
    for (const delivery of claimed) this.follow(this.deliver(delivery));
    return claimed.length;
  }

  private follow(delivery: Promise<void>): void {
    const followed = delivery
      .catch((error: unknown) => {
        // It is made again when its lease is over.
        this.log.tell('delivery.unrecorded', { endpoint: this.endpoint.name, why: whyOf(error) });
      })
      .finally(() => {
        this.underWay.delete(followed);
        // What waited for it may go now.
        this.beginMore();
      });
    this.underWay.add(followed);
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const begun = performance.now();
    const tried = await this.attempt(delivery);
    this.tries.ended(resultOf(tried), begun);
    const change = await this.parts.book.settle(tried);
    if (change !== undefined) this.endpointLog.tried(tried, delivery, change);
  }

  private async attempt(delivery: ClaimedDelivery): Promise<DeliveryTry> {
    const { calls, clock, withinMs, stopping, tracing } = this.parts;
    const { name } = this.endpoint;
    const request = requestFor(this.endpoint, delivery.outcome, clock.now());
    if (request === undefined)
      return impossible(delivery, clock.now(), 'the address of the endpoint cannot hold the ids of the attempt');
    const { attempt, state } = delivery.outcome;
    const span = tracing.partOf(attempt, `webhook ${outcomeTypeOf(state)}`, {
      kind: 'client',
      beside: { 'engagement.state': state, 'engagement.endpoint': name, 'engagement.tries': delivery.tries },
    });
    const traceParent = span.traceParent ?? attempt.traceParent;
    const headers = { ...request.headers, ...(traceParent !== null && { traceparent: traceParent }) };
    const call = await calls.post({ ...request, headers, withinMs, signal: stopping, line: name });
    const tried = tryOf(delivery, call, {
      at: clock.now(),
      random: Math.random(),
      hasAddressOfItsOwn: this.endpoint.address.hasPlaceholders,
    });
    span.add({ 'http.response.status_code': tried.answer });
    span.end(tried.error ?? undefined);
    return tried;
  }
}
