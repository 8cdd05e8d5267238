import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { AttemptStore, StoreReadings } from '../engagement/index.js';

/** How long the database may take to answer, in milliseconds: less than probes wait for an answer. */
const ANSWER_WITHIN_MS = 2_000;

/** Whether the database answers. Without it nothing can be accepted. */
@Injectable()
export class StoreHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly store: AttemptStore,
    private readonly readings: StoreReadings,
  ) {}

  async answers(): Promise<HealthIndicatorResult> {
    const session = this.indicator.check('store');
    const isUp = await this.isAnswering();
    const { kind, availability } = this.readings;
    // It has not been found out yet that it takes too long.
    const since = availability.isUp === isUp ? availability.since : new Date();
    const facts = { kind, since: since.toISOString() };
    return isUp ? session.up(facts) : session.down(facts);
  }

  private async isAnswering(): Promise<boolean> {
    let tooLate: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      tooLate = setTimeout(() => resolve(false), ANSWER_WITHIN_MS);
    });
    const answered = this.store.ping().then(
      () => true,
      () => false,
    );
    const isUp = await Promise.race([answered, late]);
    clearTimeout(tooLate);
    return isUp;
  }
}
