import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { Readiness } from './readiness.js';

/** Whether the service has started, and is not about to end. */
@Injectable()
export class PhaseHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly readiness: Readiness,
  ) {}

  started(): HealthIndicatorResult {
    return this.told(this.readiness.phase !== 'starting');
  }

  serving(): HealthIndicatorResult {
    return this.told(this.readiness.phase === 'serving');
  }

  private told(isUp: boolean): HealthIndicatorResult {
    const session = this.indicator.check('service');
    const { phase, since } = this.readiness;
    const facts = { phase, since: since.toISOString() };
    return isUp ? session.up(facts) : session.down(facts);
  }
}
