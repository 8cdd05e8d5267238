import { type DynamicModule, Module } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { OutcomeStream } from './outcome-stream.js';
import { OutcomeTail } from './outcome-tail.js';
import { OutcomesController } from './outcomes.controller.js';

/** How strategies learn what became of their decisions. */
@Module({
  controllers: [OutcomesController],
  providers: [OutcomeStream, OutcomeTail],
  exports: [OutcomeTail],
})
export class OutcomesModule {
  /** @param contextPath the path prefix of the API */
  static under(contextPath: string, domain: DynamicModule): DynamicModule {
    return {
      module: OutcomesModule,
      imports: [domain, RouterModule.register([{ path: contextPath, module: OutcomesModule }])],
    };
  }
}
