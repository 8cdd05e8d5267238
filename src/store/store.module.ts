import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  AttemptStore,
  Clock,
  DeliveryBook,
  OutcomeLog,
  StoreReadings,
  TallyBook,
  VisitBook,
} from '../engagement/model.js';
import type { OpenedStore } from './opened-store.js';

/** Provides the opened store, closed when all others are done, and the clock that its deadlines are held against. */
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(private readonly store: AttemptStore) {}

  static of({ store, outcomes, deliveries, tallies, visits, readings, clock }: OpenedStore): DynamicModule {
    const providers = [
      { provide: AttemptStore, useValue: store },
      { provide: OutcomeLog, useValue: outcomes },
      { provide: DeliveryBook, useValue: deliveries },
      { provide: TallyBook, useValue: tallies },
      { provide: VisitBook, useValue: visits },
      { provide: StoreReadings, useValue: readings },
      { provide: Clock, useValue: clock },
    ];
    return { module: StoreModule, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
