import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { AttemptStore } from '../engagement/index.js';

/** Whether the database answers. Without it nothing can be accepted. */
@Injectable()
export class StoreHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly store: AttemptStore,
  ) {}

  async answers(): Promise<HealthIndicatorResult> {
    const session = this.indicator.check('store');
    try {
      await this.store.ping();
      return session.up();
    } catch {
      return session.down();
    }
  }
}
