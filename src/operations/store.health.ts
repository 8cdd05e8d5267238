import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { StoreReadings } from '../engagement/index.js';

/** Whether the database takes changes. Without it nothing can be accepted. */
@Injectable()
export class StoreHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly readings: StoreReadings,
  ) {}

  async answers(): Promise<HealthIndicatorResult> {
    await this.readings.ask();
    const { kind, availability } = this.readings;
    const session = this.indicator.check('store');
    const facts = { kind, since: availability.since.toISOString() };
    return availability.isUp ? session.up(facts) : session.down(facts);
  }
}
