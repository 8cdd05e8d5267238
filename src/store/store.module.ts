import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AttemptStore, Clock } from '../engagement/model.js';

/** Provides the opened AttemptStore, closed when all others are done, and the clock that its deadlines are held against. */
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(private readonly store: AttemptStore) {}

  static of(store: AttemptStore, clock: Clock): DynamicModule {
    const providers = [
      { provide: AttemptStore, useValue: store },
      { provide: Clock, useValue: clock },
    ];
    return { module: StoreModule, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
