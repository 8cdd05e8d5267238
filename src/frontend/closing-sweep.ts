import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { EngagementService, Periodic } from '../engagement/index.js';
import { EventLog } from '../logging/index.js';
import { InvitationPush } from './invitation-push.js';

const PAUSE_MS = 1_000;

const BATCH = 1_000;

/**
 * Closes on the pages of this node what ended on another without a word of it coming through. A node that has its
 * attempts for itself hears of every ending.
 */
@Injectable()
export class ClosingSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Periodic;

  constructor(
    private readonly engagement: EngagementService,
    private readonly push: InvitationPush,
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'database'>,
  ) {
    this.sweep = new Periodic('closing sweep', PAUSE_MS, () => this.closeEnded(), new EventLog(ClosingSweep.name));
  }

  onApplicationBootstrap(): void {
    if (this.configuration.database.kind === 'postgres') void this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
  }

  private async closeEnded(): Promise<void> {
    const open = this.push.openHere();
    for (let from = 0; from < open.length; from += BATCH)
      for (const attempt of await this.engagement.endedAmong(open.slice(from, from + BATCH)))
        this.push.close(attempt, undefined);
  }
}
