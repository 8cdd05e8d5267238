import { Injectable } from '@nestjs/common';
import type { Attempt, Engaged, NamedCall } from '../engagement/index.js';
import { EventLog } from '../logging/index.js';

/** Tells the log of calls that did nothing to an attempt. What happens to attempts is told elsewhere. */
@Injectable()
export class CallLog {
  private readonly log = new EventLog('Gateway');

  engaged({ attempt, replayed }: Engaged, { requestId, actor }: NamedCall): void {
    const { attemptId, interactionId, state } = attempt;
    if (replayed) this.log.tell('engage.replayed', { requestId, attemptId, interactionId, state, actor });
    else if (state === 'cancelled') this.log.tell('engage.overtaken', { requestId, attemptId, interactionId, actor });
  }

  /** @param remembered what the cancellation is remembered as, where it names an interaction */
  foundNothing(remembered: Attempt | null, { requestId, actor }: NamedCall): void {
    const { attemptId = null, interactionId = null } = remembered ?? {};
    this.log.tell('cancellation.found-nothing', { requestId, attemptId, interactionId, actor });
  }
}
