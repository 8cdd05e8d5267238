import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Configuration, ConfigurationError } from '../config/index.js';
import { AttemptStore, Clock } from '../engagement/model.js';
import { SqliteAttemptStore } from './sqlite/sqlite.attempt-store.js';

/** Provides the AttemptStore on the configured database, and the clock that its deadlines are held against. */
@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(AttemptStore) private readonly store: AttemptStore) {}

  static on(database: Configuration['database'], clock: Clock): DynamicModule {
    return {
      module: StoreModule,
      providers: [
        { provide: AttemptStore, useFactory: () => open(database) },
        { provide: Clock, useValue: clock },
      ],
      exports: [AttemptStore, Clock],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

async function open({ file }: Configuration['database']): Promise<AttemptStore> {
  try {
    return await SqliteAttemptStore.open(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      `DATABASE_URL: cannot open ${file} (${why}): name a file in a directory that the service may write to`,
    );
  }
}
