import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EventLog } from '../logging/index.js';
import { EngagementService } from './engagement.service.js';
import { Periodic } from './periodic.js';

const SWEEP_INTERVAL_MS = 1_000;

/** Ends attempts when their deadline comes. There is no timer per attempt: one sweep asks the store what is due. */
@Injectable()
export class DeadlineSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Periodic;

  constructor(engagement: EngagementService) {
    this.sweep = new Periodic(
      'deadline sweep',
      SWEEP_INTERVAL_MS,
      () => engagement.endDue(),
      new EventLog(DeadlineSweep.name),
    );
  }

  /** Settles what came due while the service was down, before the first call is taken. */
  async onApplicationBootstrap(): Promise<void> {
    await this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
  }
}
