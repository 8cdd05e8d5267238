import { type DynamicModule, Module, type Type as ClassOf } from '@nestjs/common';
import { AttemptIds } from './attempt-ids.js';
import { DeadlineSweep } from './deadline-sweep.js';
import { EndingWatch } from './ending-watch.js';
import { EngagementFeed } from './engagement-feed.js';
import { EngagementService } from './engagement.service.js';
import { EngagementCounter } from './engagement-counter.js';
import { InvitationRules } from './invitation-rules.js';
import { RetentionSweep } from './retention-sweep.js';

/** The domain: attempts, their lifecycle, and the feed that tells of them. */
@Module({})
export class EngagementModule {
  /**
   * @param store the module that provides the AttemptStore and the Clock
   * @param others modules that provide what it can do without
   */
  static over(store: DynamicModule, ...others: readonly ClassOf[]): DynamicModule {
    return {
      module: EngagementModule,
      imports: [store, ...others],
      providers: [
        AttemptIds,
        EngagementFeed,
        EngagementCounter,
        InvitationRules,
        EngagementService,
        EndingWatch,
        DeadlineSweep,
        RetentionSweep,
      ],
      exports: [EngagementFeed, EngagementCounter, EngagementService, EndingWatch, store],
    };
  }
}
