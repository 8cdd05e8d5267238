import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Configuration } from '../../config/index.js';
import {
  Clock,
  DeliveryBook,
  EngagementFeed,
  OneAtATime,
  OutcomeLog,
  Periodic,
  type Subscription,
} from '../../engagement/index.js';
import { EventLog } from '../../logging/index.js';
import { OutgoingCalls } from '../../outgoing/index.js';
import { Tracing } from '../../tracing/index.js';
import { DeliveryLane } from './delivery-lane.js';
import { Endpoints } from './endpoints.js';
import { GIVE_UP_AFTER_MS } from './retry-schedule.js';
import { WebhookMeasures } from './webhook-measures.js';

/** How often a node looks for outcomes that it was not told of, and for what is due again, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** How often what has waited too long is given up. */
const GIVE_UP_EVERY_MS = 30_000;

const BATCH = 500;

/** How much longer than its call a delivery is held, in milliseconds, so that what came of it can be put on record. */
const LEASE_SLACK_MS = 5_000;

/** At the end, how long calls that are under way may take before they are broken off, in milliseconds. */
const FINISH_WITHIN_MS = 5_000;

/** Tells every endpoint what has become of attempts. Nodes share the work; what one does not finish, another does again. */
@Injectable()
export class WebhookDeliveries implements OnApplicationBootstrap, OnModuleDestroy {
  /** How long a delivery is held for whoever makes it, in milliseconds. */
  readonly leaseMs: number;
  readonly measures = new WebhookMeasures();
  private readonly log = new EventLog('Webhooks');
  private readonly stopping = new AbortController();
  private readonly lanes: readonly DeliveryLane[];
  private readonly looking = new OneAtATime(() => this.look());
  private readonly sweeps: readonly Periodic[];
  private readonly subscription: Subscription | undefined;
  private isOpen = false;

  constructor(
    private readonly endpoints: Endpoints,
    private readonly book: DeliveryBook,
    private readonly outcomes: OutcomeLog,
    private readonly clock: Clock,
    calls: OutgoingCalls,
    feed: EngagementFeed,
    tracing: Tracing,
    @Inject(Configuration) { outcomeWebhookSeconds }: Pick<Configuration, 'outcomeWebhookSeconds'>,
  ) {
    const withinMs = outcomeWebhookSeconds * 1000;
    this.leaseMs = withinMs + LEASE_SLACK_MS;
    const { measures, leaseMs } = this;
    const parts = { book, calls, clock, measures, tracing, withinMs, leaseMs, stopping: this.stopping.signal };
    // Each call that is under way waits for it.
    setMaxListeners(0, this.stopping.signal);
    this.lanes = endpoints.all.map((endpoint) => new DeliveryLane(endpoint, parts));
    const isNeeded = endpoints.all.length > 0;
    this.sweeps = isNeeded
      ? [
          new Periodic('webhooks', LOOK_EVERY_MS, () => this.looking.run(), this.log),
          new Periodic('giving deliveries up', GIVE_UP_EVERY_MS, () => this.giveUp(), this.log),
        ]
      : [];
    this.subscription = isNeeded
      ? feed.subscribeEverywhere((news) => {
          if (news.kind !== 'started') this.wake();
        })
      : undefined;
  }

  /** Nothing happens before new endpoints are known: they would not be told of it. */
  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.sweeps.map((sweep) => sweep.start()));
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    await Promise.all(this.sweeps.map((sweep) => sweep.stop()));
    const closed = Promise.all(this.lanes.map((lane) => lane.close()));
    await Promise.race([closed, delay(FINISH_WITHIN_MS, undefined, { ref: false })]);
    this.stopping.abort();
    await closed;
  }

  /** Looks for something to deliver, soon. */
  wake(): void {
    void this.looking.run().catch(() => undefined);
  }

  private async look(): Promise<void> {
    await this.giveOutPlaces();
    await this.open();
    for (const lane of this.lanes) lane.wake();
  }

  /** Once, when the database can first be reached. */
  private async open(): Promise<void> {
    if (this.isOpen) return;
    await this.book.open(this.endpoints.all.map(({ name }) => name));
    this.isOpen = true;
  }

  private async giveOutPlaces(): Promise<void> {
    while ((await this.outcomes.giveOutPlaces(BATCH)) >= BATCH);
  }

  private async giveUp(): Promise<void> {
    for (;;) {
      const now = this.clock.now();
      const count = await this.book.giveUp(now - GIVE_UP_AFTER_MS, now, BATCH);
      if (count > 0) this.log.tell('deliveries.given-up', { count });
      if (count < BATCH) return;
    }
  }
}
