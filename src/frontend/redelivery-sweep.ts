import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, EngagementService, type Moment, Periodic } from '../engagement/index.js';
import { InvitationPush } from './invitation-push.js';

const PAUSE_MS = 750;

/** How long a page has to confirm an invitation before it is sent again, in milliseconds. */
const CONFIRM_WITHIN_MS = 750;

/** How often an attempt is sent again: each sweep looks back so many milliseconds beyond the one before. */
const LOOK_BACK_MS = 5_000;

const BATCH = 1_000;

/**
 * Sends again what no page has confirmed, to the sockets of this node: a push may have been lost. A page that connects
 * later gets it then, so that only attempts made since the last sweeps need looking at.
 */
@Injectable()
export class RedeliverySweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Periodic;
  private sweptUntil: Moment;

  constructor(
    private readonly engagement: EngagementService,
    private readonly push: InvitationPush,
    private readonly clock: Clock,
  ) {
    this.sweptUntil = clock.now();
    this.sweep = new Periodic('redelivery sweep', PAUSE_MS, () => this.redeliver(), new Logger(RedeliverySweep.name));
  }

  onApplicationBootstrap(): void {
    void this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
  }

  private async redeliver(): Promise<void> {
    const until = this.clock.now() - CONFIRM_WITHIN_MS;
    let from = this.sweptUntil - LOOK_BACK_MS;
    for (;;) {
      const attempts = await this.engagement.undelivered(from, until, BATCH);
      const visits = new Set(attempts.map(({ visitId }) => visitId));
      for (const visitId of visits) if (this.push.isHere(visitId)) await this.inviteAgain(visitId);
      const last = attempts.at(-1);
      if (last === undefined || attempts.length < BATCH) break;
      from = Math.max(last.createdAt, from + 1);
    }
    this.sweptUntil = until;
  }

  private async inviteAgain(visitId: string): Promise<void> {
    for (const attempt of await this.engagement.activeOf(visitId))
      if (attempt.state === 'pending') this.push.invite(attempt);
  }
}
