import { Injectable } from '@nestjs/common';
import {
  type Attempt,
  type AttemptDetails,
  type AttemptSearch,
  type Delivery,
  DeliveryBook,
  EngagementService,
  type FoundAttempts,
  type NamedCall,
} from '../../engagement/index.js';
import { EventLog } from '../../logging/index.js';

/** How many attempts one page looks through: about two milliseconds’ work. */
const LOOK_THROUGH = 1_000;

/** More than an attempt comes to: an outcome or two for each endpoint. */
const MOST_DELIVERIES = 200;

/** What an id may be the id of; what comes first is looked for first. */
const KINDS = ['attemptId', 'interactionId', 'visitId'] as const;

type Filters = Omit<AttemptSearch, 'lookThrough'>;

const NOTHING: FoundAttempts = { attempts: [], goOnBefore: null };

/** What operators find out, and do, about attempts. */
@Injectable()
export class AttemptDesk {
  private readonly log = new EventLog('Attempts');

  constructor(
    private readonly engagement: EngagementService,
    private readonly deliveries: DeliveryBook,
  ) {}

  /** @param id of any kind, where there is one */
  async search(id: string | undefined, filters: Filters): Promise<FoundAttempts> {
    const search = { ...filters, lookThrough: LOOK_THROUGH };
    if (id === undefined) return this.engagement.search(search);
    for (const kind of KINDS) {
      // Whatever else is asked for, it must be the same id.
      if (kind !== 'attemptId' && (filters[kind] ?? id) !== id) continue;
      const found = await this.engagement.search({ ...search, [kind]: id });
      if (found.attempts.length > 0 || found.goOnBefore !== null) return found;
    }
    return NOTHING;
  }

  /** @throws EngagementError `attempt-not-found` */
  async find(
    attemptId: string,
  ): Promise<{ readonly attempt: AttemptDetails; readonly deliveries: readonly Delivery[] }> {
    const attempt = await this.engagement.find(attemptId);
    return { attempt, deliveries: await this.deliveries.list({ attemptId, limit: MOST_DELIVERIES }) };
  }

  /** Keeps in the log who has read what a strategy attached. */
  payloadRead(attemptId: string, { actor, requestId }: NamedCall): void {
    this.log.tell('payload.read', { requestId, attemptId, actor });
  }

  /** @throws EngagementError `attempt-not-found`, or `attempt-ended` when it ended in another way first */
  cancel(attemptId: string, reason: string | null, call: NamedCall): Promise<Attempt> {
    return this.engagement.cancelAttempt(attemptId, reason, call);
  }
}
