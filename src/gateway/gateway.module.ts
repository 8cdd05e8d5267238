import { type DynamicModule, Module } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { AttemptsController } from './attempts.controller.js';
import { GatewayController } from './gateway.controller.js';
import { VisitTokensController } from './visit-tokens.controller.js';

/** The REST side: what strategies call. */
@Module({
  controllers: [GatewayController, AttemptsController, VisitTokensController],
})
export class GatewayModule {
  /** @param contextPath the path prefix of the API */
  static under(contextPath: string, domain: DynamicModule): DynamicModule {
    return {
      module: GatewayModule,
      imports: [domain, RouterModule.register([{ path: contextPath, module: GatewayModule }])],
    };
  }
}
