import { Injectable } from '@nestjs/common';

/** Where the service is between its start and its end. */
export const PHASES = ['starting', 'serving', 'draining'] as const;

export type Phase = (typeof PHASES)[number];

/** Whether new work should be sent to this node, as far as it decides that itself. */
@Injectable()
export class Readiness {
  private current: Phase = 'starting';
  private begunAt = new Date();

  get phase(): Phase {
    return this.current;
  }

  /** Since when it is in this phase. */
  get since(): Date {
    return this.begunAt;
  }

  serving(): void {
    this.enter('serving');
  }

  draining(): void {
    this.enter('draining');
  }

  private enter(phase: Phase): void {
    this.current = phase;
    this.begunAt = new Date();
  }
}
