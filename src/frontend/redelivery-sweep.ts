import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, EngagementService, type Moment, Periodic, type YoungAttempt } from '../engagement/index.js';
import { EventLog } from '../logging/index.js';
import { InvitationPush } from './invitation-push.js';

const PAUSE_MS = 750;

/** How long a page has to confirm an invitation before it is sent again, in milliseconds. */
const CONFIRM_WITHIN_MS = 750;

/** How often an attempt is sent again: each sweep looks back so many milliseconds beyond the one before. */
const LOOK_BACK_MS = 5_000;

const BATCH = 1_000;

/**
 * Sends to the sockets of this node what no page has confirmed, since a push may have been lost; and, once, what pages
 * elsewhere have confirmed and no word of has come here. A page that connects later gets it then, so that only attempts
 * made since the last sweeps need looking at.
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
    this.sweep = new Periodic('redelivery sweep', PAUSE_MS, () => this.redeliver(), new EventLog(RedeliverySweep.name));
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
      const attempts = await this.engagement.madeBetween(from, until, BATCH);
      const visits = new Set(attempts.filter((attempt) => this.isOwed(attempt)).map(({ visitId }) => visitId));
      for (const visitId of visits) await this.inviteAgain(visitId);
      const last = attempts.at(-1);
      if (last === undefined || attempts.length < BATCH) break;
      from = Math.max(last.createdAt, from + 1);
    }
    this.sweptUntil = until;
  }

  private async inviteAgain(visitId: string): Promise<void> {
    for (const attempt of await this.engagement.activeOf(visitId))
      if (this.isOwed(attempt)) this.push.invite(attempt, 'sweep');
  }

  /** Whether pages that are connected here may have missed it. */
  private isOwed({ attemptId, visitId, state }: YoungAttempt): boolean {
    return this.push.isHere(visitId) && (state === 'pending' || !this.push.isOpen(attemptId));
  }
}
