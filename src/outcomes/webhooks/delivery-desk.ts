import { Injectable } from '@nestjs/common';
import {
  Clock,
  type Delivery,
  DeliveryBook,
  type EndpointRecord,
  type EndpointStanding,
} from '../../engagement/index.js';
import { Fault } from '../../faults/index.js';
import { EventLog } from '../../logging/index.js';
import { WebhookDeliveries } from './webhook-deliveries.js';

/** How many deliveries one step sends again. */
const BATCH = 500;

/** Something sent again, and how the endpoint stands that it waits for. */
export interface SentAgain<Sent> {
  readonly sent: Sent;
  readonly standing: EndpointStanding;
}

/** What operators do about deliveries. */
@Injectable()
export class DeliveryDesk {
  private readonly log = new EventLog('Webhooks');

  constructor(
    private readonly book: DeliveryBook,
    private readonly clock: Clock,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  /** @throws Fault `not-found` for a delivery that there is not */
  async sendAgain(endpoint: string, position: number, operator: string | null): Promise<SentAgain<Delivery>> {
    const delivery = await this.book.sendAgain(endpoint, position, this.clock.now());
    if (delivery === undefined)
      throw new Fault('not-found', `There is no delivery of the outcome ${position} to an endpoint "${endpoint}".`);
    this.log.tell('delivery.sent-again', { endpoint, attemptId: delivery.attemptId, actor: operator });
    this.deliveries.wake();
    return { sent: delivery, standing: await this.standingOf(endpoint) };
  }

  /**
   * Sends again what has failed until now.
   *
   * @returns how many
   * @throws Fault `not-found` for an endpoint that there is not
   */
  async sendFailedAgain(endpoint: string, operator: string | null): Promise<SentAgain<number>> {
    const standing = await this.standingOf(endpoint);
    const now = this.clock.now();
    const count = await this.inBatches(() => this.book.sendFailedAgain(endpoint, now, BATCH));
    this.log.tell('deliveries.sent-again', { endpoint, count, actor: operator });
    return { sent: count, standing };
  }

  /**
   * Tells an endpoint again that is disabled or paused, and makes all that waits for it due.
   *
   * @throws Fault `not-found` for an endpoint that there is not
   */
  async enable(endpoint: string, operator: string | null): Promise<EndpointRecord> {
    if (!(await this.book.enable(endpoint))) throw unknownEndpoint(endpoint);
    this.log.tell('endpoint.enabled', { endpoint, actor: operator });
    const now = this.clock.now();
    await this.inBatches(() => this.book.hasten(endpoint, now, now + this.deliveries.leaseMs, BATCH));
    return this.recordOf(endpoint);
  }

  /** @throws Fault `not-found` for an endpoint that there is not */
  async standingOf(endpoint: string): Promise<EndpointStanding> {
    const standing = await this.book.standing(endpoint);
    if (standing === undefined) throw unknownEndpoint(endpoint);
    return standing;
  }

  /** @returns how many deliveries it was about, in all */
  private async inBatches(step: () => Promise<number>): Promise<number> {
    let count = 0;
    for (;;) {
      const done = await step();
      count += done;
      this.deliveries.wake();
      if (done < BATCH) return count;
    }
  }

  private async recordOf(endpoint: string): Promise<EndpointRecord> {
    const record = (await this.book.endpoints()).find((each) => each.endpoint === endpoint);
    if (record === undefined) throw unknownEndpoint(endpoint);
    return record;
  }
}

function unknownEndpoint(endpoint: string): Fault {
  return new Fault('not-found', `There is no endpoint "${endpoint}".`);
}
