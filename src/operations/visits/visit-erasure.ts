import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { Clock, EngagementService, type Erasure, type NamedCall, VisitBook } from '../../engagement/index.js';
import { EventLog } from '../../logging/index.js';
import { TallySweep } from '../funnel/tally-sweep.js';

/** How many attempts one step erases: few enough to be in nobody's way. */
const BATCH = 200;

/** Erases visits, and keeps in mind that it did. */
@Injectable()
export class VisitErasure {
  private readonly log = new EventLog('Erasure');

  constructor(
    private readonly book: VisitBook,
    private readonly engagement: EngagementService,
    private readonly tallies: TallySweep,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends what is active for a visit, so that its pages close it, and erases all that is kept about it. Whatever is engaged
   * for the visit meanwhile is new. Once more is harmless, and is what to do when it fails on the way.
   *
   * @param call who asks for it, and by which call
   */
  async erase(visitId: string, call: NamedCall): Promise<Erasure> {
    const erasureId = uuidv7();
    const { actor, requestId } = call;
    await this.book.beginErasure({ erasureId, at: this.clock.now(), actor });
    await this.engagement.cancelVisit(visitId, 'erased', call);
    // Nobody is in the counts: what has just ended is still part of them.
    await this.tallies.catchUp();
    while ((await this.book.erase(erasureId, visitId, BATCH)) >= BATCH);
    const erasure = await this.book.completeErasure(erasureId, this.clock.now());
    this.log.tell('visit.erased', { requestId, erasureId, count: erasure.attempts, actor });
    return erasure;
  }
}
