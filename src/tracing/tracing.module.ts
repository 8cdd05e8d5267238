import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Tracing } from './tracing.js';

/** Provides the tracing, whose last spans are handed over when all others are done. */
@Module({})
export class TracingModule implements OnApplicationShutdown {
  constructor(private readonly tracing: Tracing) {}

  static of(tracing: Tracing): DynamicModule {
    const providers = [{ provide: Tracing, useValue: tracing }];
    return { module: TracingModule, global: true, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.tracing.close();
  }
}
