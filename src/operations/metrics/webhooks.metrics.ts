import { Inject, Injectable, Optional } from '@nestjs/common';
import { Clock, DeliveryBook, type EndpointRecord, type Moment } from '../../engagement/index.js';
import { WebhookDeliveries } from '../../outcomes/index.js';
import { counter, gauge, histogram, told, type Told } from './metric.js';
import { Metrics } from './metrics.js';

export const WEBHOOK_METRICS = {
  tries: counter(
    'engagement_webhook_tries_total',
    'Calls of this node to an endpoint: "delivered", to be tried "again", or "given-up".',
    ['endpoint', 'result'],
  ),
  duration: histogram('engagement_webhook_duration_seconds', 'How long these calls took.', ['endpoint']),
  waiting: gauge(
    'engagement_webhook_deliveries_waiting',
    'Deliveries that have not been made yet, of all nodes: each of them tells the same.',
    ['endpoint'],
  ),
  oldest: gauge(
    'engagement_webhook_oldest_waiting_seconds',
    'For how long the oldest of these waits; 0 when none does. Of all nodes.',
    ['endpoint'],
  ),
  failed: gauge(
    'engagement_webhook_deliveries_failed',
    'Deliveries that were given up, until an operator sends them again or they are forgotten. Of all nodes.',
    ['endpoint'],
  ),
  standing: gauge(
    'engagement_webhook_endpoint_standing',
    '1 for how an endpoint stands, 0 for the others: "well"; "paused" after failures; "disabled", since it has said that it is there no more, until an operator enables it. Of all nodes.',
    ['endpoint', 'standing'],
  ),
} as const;

/** How it goes to tell endpoints of outcomes. A node without any has nothing to tell. */
@Injectable()
export class WebhookMetrics {
  constructor(
    metrics: Metrics,
    private readonly clock: Clock,
    book: DeliveryBook,
    @Optional() @Inject(WebhookDeliveries) deliveries: WebhookDeliveries | undefined,
  ) {
    if (deliveries === undefined) return;
    const { measures } = deliveries;
    const names = new Set([...measures.byEndpoint].map(([endpoint]) => endpoint));
    if (names.size === 0) return;
    metrics.add(() => [
      told(
        WEBHOOK_METRICS.tries,
        [...measures.byEndpoint].flatMap(([endpoint, { outcomes }]) =>
          [...outcomes].map(([result, count]) => [{ endpoint, result }, count] as const),
        ),
      ),
      told(
        WEBHOOK_METRICS.duration,
        [...measures.byEndpoint].map(([endpoint, { seconds }]) => [{ endpoint }, seconds]),
      ),
    ]);
    // What is on record of endpoints that are not configured any more is nobody's matter.
    metrics.add(async () => this.tell((await book.endpoints()).filter(({ endpoint }) => names.has(endpoint))));
  }

  private tell(records: readonly EndpointRecord[]): readonly Told[] {
    const now = this.clock.now();
    return [
      told(
        WEBHOOK_METRICS.waiting,
        records.map(({ endpoint, waiting }) => [{ endpoint }, waiting]),
      ),
      told(
        WEBHOOK_METRICS.oldest,
        records.map(({ endpoint, waitingSince }) => [{ endpoint }, secondsSince(waitingSince, now)]),
      ),
      told(
        WEBHOOK_METRICS.failed,
        records.map(({ endpoint, failed }) => [{ endpoint }, failed]),
      ),
      told(
        WEBHOOK_METRICS.standing,
        records.flatMap((record) =>
          STANDINGS.map((standing) => {
            const isSo = standingOf(record, now) === standing;
            return [{ endpoint: record.endpoint, standing }, isSo ? 1 : 0] as const;
          }),
        ),
      ),
    ];
  }
}

const STANDINGS = ['well', 'paused', 'disabled'] as const;

function standingOf({ pausedUntil, disabledAt }: EndpointRecord, now: Moment): (typeof STANDINGS)[number] {
  if (disabledAt !== null) return 'disabled';
  return pausedUntil !== null && pausedUntil > now ? 'paused' : 'well';
}

function secondsSince(moment: Moment | null, now: Moment): number {
  return moment === null ? 0 : Math.max(0, now - moment) / 1000;
}
