import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { Clock } from './clock.js';
import { EngagementService } from './engagement.service.js';
import { Periodic } from './periodic.js';

const PAUSE_MS = 1_000;

/** How many attempts a run forgets at most: few enough to be in nobody's way. */
const BATCH = 1_000;

const DAY_MS = 86_400_000;

/** Forgets attempts when they are older than they may be kept. Any number of nodes may do so. */
@Injectable()
export class RetentionSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Periodic;

  constructor(
    engagement: EngagementService,
    clock: Clock,
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'retentionDays'>,
  ) {
    const forget = async (): Promise<void> => {
      const days = configuration.retentionDays ?? Number.POSITIVE_INFINITY;
      await engagement.purge(clock.now() - days * DAY_MS, BATCH);
    };
    this.sweep = new Periodic('retention sweep', PAUSE_MS, forget, new Logger(RetentionSweep.name));
  }

  onApplicationBootstrap(): void {
    if (this.configuration.retentionDays !== null) void this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
  }
}
