import { Injectable } from '@nestjs/common';

/** Where the service is between its start and its end. */
export type Phase = 'starting' | 'serving' | 'draining';

/** Whether new work should be sent to this node, as far as it decides that itself. */
@Injectable()
export class Readiness {
  private current: Phase = 'starting';

  get phase(): Phase {
    return this.current;
  }

  serving(): void {
    this.current = 'serving';
  }

  draining(): void {
    this.current = 'draining';
  }
}
