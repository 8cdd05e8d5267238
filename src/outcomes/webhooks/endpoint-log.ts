import type { ClaimedDelivery, DeliveryTry, Moment, StandingChange } from '../../engagement/index.js';
import { EventLog } from '../../logging/index.js';

/** How often it is told at most that an endpoint begins to fail, in milliseconds: one may fail every now and then. */
const FAILING_EVERY_MS = 60_000;

/** Tells the log how an endpoint fares: not each try, but what an operator would want to know. */
export class EndpointLog {
  /** It was told that the endpoint fails, and not yet what came of it. */
  private isFailing = false;
  private quietUntil: Moment = 0;

  constructor(
    private readonly endpoint: string,
    private readonly log: Pick<EventLog, 'tell'> = new EventLog('Webhooks'),
  ) {}

  /** A try has been put on record. */
  tried(
    { verdict, at, error: why }: DeliveryTry,
    { outcome }: Pick<ClaimedDelivery, 'outcome'>,
    { before, after: { failures, pausedUntil, disabledAt } }: StandingChange,
  ): void {
    const { endpoint } = this;
    const { attemptId, interactionId } = outcome.attempt;
    if (verdict.kind === 'not-delivered' && verdict.againAt === null)
      this.log.tell('delivery.given-up', { endpoint, attemptId, interactionId, state: outcome.state, why });
    if (disabledAt !== null && before.disabledAt === null) {
      this.isFailing = false;
      this.log.tell('endpoint.disabled', { endpoint, why });
    } else if (pausedUntil !== null && pausedUntil > at && pausedUntil !== before.pausedUntil) {
      this.isFailing = false;
      this.log.tell('endpoint.paused', { endpoint, failures, forMs: pausedUntil - at, why });
    } else if (before.failures === 0 && failures > 0) {
      this.beginsToFail(at, why);
    } else if (verdict.kind === 'delivered' && pausedUntil === null) {
      this.isWell(before.pausedUntil !== null);
    }
  }

  private beginsToFail(at: Moment, why: string | null): void {
    if (at < this.quietUntil) return;
    this.quietUntil = at + FAILING_EVERY_MS;
    this.isFailing = true;
    this.log.tell('endpoint.failing', { endpoint: this.endpoint, why });
  }

  private isWell(wasPaused: boolean): void {
    if (!this.isFailing && !wasPaused) return;
    this.isFailing = false;
    this.log.tell('endpoint.back', { endpoint: this.endpoint });
  }
}
