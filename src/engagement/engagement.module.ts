import { type DynamicModule, Module } from '@nestjs/common';
import { AttemptIds } from './attempt-ids.js';
import { DeadlineSweep } from './deadline-sweep.js';
import { EndingWatch } from './ending-watch.js';
import { EngagementFeed } from './engagement-feed.js';
import { EngagementService } from './engagement.service.js';
import { RetentionSweep } from './retention-sweep.js';

/** The domain: attempts, their lifecycle, and the feed that tells of them. */
@Module({})
export class EngagementModule {
  /** @param store the module that provides the AttemptStore and the Clock */
  static over(store: DynamicModule): DynamicModule {
    return {
      module: EngagementModule,
      imports: [store],
      providers: [AttemptIds, EngagementFeed, EngagementService, EndingWatch, DeadlineSweep, RetentionSweep],
      exports: [EngagementFeed, EngagementService, EndingWatch, store],
    };
  }
}
