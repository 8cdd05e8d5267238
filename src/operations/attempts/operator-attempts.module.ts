import { type DynamicModule, Module } from '@nestjs/common';
import { AttemptDesk } from './attempt-desk.js';
import { OperatorAttemptsController } from './attempts.controller.js';

/** Lets operators find attempts, and end them. */
@Module({ controllers: [OperatorAttemptsController], providers: [AttemptDesk] })
export class OperatorAttemptsModule {
  /** @param domain the module that provides the EngagementService and the DeliveryBook */
  static over(domain: DynamicModule): DynamicModule {
    return { module: OperatorAttemptsModule, imports: [domain] };
  }
}
