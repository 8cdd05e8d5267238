import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { EventLog } from '../logging/index.js';
import type { Purged } from './attempt-store.js';
import { Clock } from './clock.js';
import { EngagementService } from './engagement.service.js';
import { Periodic } from './periodic.js';

const PAUSE_MS = 1_000;

/** How many attempts a run forgets at most: few enough to be in nobody's way. */
const BATCH = 1_000;

const DAY_MS = 86_400_000;

/** How often it says how many it has forgotten, in milliseconds. */
const TELL_EVERY_MS = 60_000;

const NOTHING: Purged = { attempts: 0, undelivered: 0 };

/** Forgets attempts when they are older than they may be kept. Any number of nodes may do so. */
@Injectable()
export class RetentionSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new EventLog(RetentionSweep.name);
  private readonly sweep: Periodic;
  private untold: Purged = NOTHING;
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(
    engagement: EngagementService,
    clock: Clock,
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'retentionDays'>,
  ) {
    const forget = async (): Promise<void> => {
      const days = configuration.retentionDays ?? Number.POSITIVE_INFINITY;
      const { attempts, undelivered } = await engagement.purge(clock.now() - days * DAY_MS, BATCH);
      this.untold = {
        attempts: this.untold.attempts + attempts,
        undelivered: this.untold.undelivered + undelivered,
      };
      if (performance.now() - this.toldAt >= TELL_EVERY_MS) this.tell();
    };
    this.sweep = new Periodic('retention sweep', PAUSE_MS, forget, this.log);
  }

  onApplicationBootstrap(): void {
    if (this.configuration.retentionDays !== null) void this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
    this.tell();
  }

  private tell(): void {
    const { attempts, undelivered } = this.untold;
    if (attempts === 0) return;
    this.log.tell('attempts.purged', { count: attempts, undelivered });
    this.untold = NOTHING;
    this.toldAt = performance.now();
  }
}
