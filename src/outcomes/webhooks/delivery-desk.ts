import { Injectable, Logger } from '@nestjs/common';
import { Clock, type Delivery, DeliveryBook, type EndpointRecord } from '../../engagement/index.js';
import { Fault } from '../../faults/index.js';
import { WebhookDeliveries } from './webhook-deliveries.js';

/** How many deliveries one step sends again. */
const BATCH = 500;

/** What operators do about deliveries. */
@Injectable()
export class DeliveryDesk {
  private readonly log = new Logger('Webhooks');

  constructor(
    private readonly book: DeliveryBook,
    private readonly clock: Clock,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  /** @throws Fault `not-found` for a delivery that there is not */
  async sendAgain(endpoint: string, position: number, operator: string | null): Promise<Delivery> {
    const delivery = await this.book.sendAgain(endpoint, position, this.clock.now());
    if (delivery === undefined)
      throw new Fault('not-found', `There is no delivery of the outcome ${position} to an endpoint "${endpoint}".`);
    this.log.log({ event: 'delivery.sent-again', endpoint, attemptId: delivery.attemptId, operator });
    this.deliveries.wake();
    return delivery;
  }

  /**
   * Sends again what has failed.
   *
   * @returns how many
   * @throws Fault `not-found` for an endpoint that there is not
   */
  async sendFailedAgain(endpoint: string, operator: string | null): Promise<number> {
    await this.recordOf(endpoint);
    const now = this.clock.now();
    let count = 0;
    for (;;) {
      const sent = await this.book.sendFailedAgain(endpoint, now, BATCH);
      count += sent;
      this.deliveries.wake();
      if (sent < BATCH) break;
    }
    this.log.log({ event: 'deliveries.sent-again', endpoint, count, operator });
    return count;
  }

  /** @throws Fault `not-found` for an endpoint that there is not */
  async enable(endpoint: string, operator: string | null): Promise<EndpointRecord> {
    await this.book.enable(endpoint);
    const record = await this.recordOf(endpoint);
    this.log.log({ event: 'endpoint.enabled', endpoint, operator });
    this.deliveries.wake();
    return record;
  }

  private async recordOf(endpoint: string): Promise<EndpointRecord> {
    const known = await this.book.endpoints();
    const record = known.find((each) => each.endpoint === endpoint);
    if (record === undefined) throw new Fault('not-found', `There is no endpoint "${endpoint}".`);
    return record;
  }
}
