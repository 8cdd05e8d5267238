import { type DynamicModule, Module } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { AttemptsController } from './attempts.controller.js';
import { CallLog } from './call-log.js';
import { GatewayController } from './gateway.controller.js';
import { ProfileMapping } from './mapping/profile-mapping.js';
import { VisitTokensController } from './visit-tokens.controller.js';

/** The REST side: what strategies call. */
@Module({
  controllers: [GatewayController, AttemptsController, VisitTokensController],
})
export class GatewayModule {
  /**
   * @param contextPath the path prefix of the API
   * @param mapping how what strategies send becomes our fields
   */
  static under(contextPath: string, domain: DynamicModule, mapping: ProfileMapping): DynamicModule {
    return {
      module: GatewayModule,
      providers: [CallLog, { provide: ProfileMapping, useValue: mapping }],
      imports: [domain, RouterModule.register([{ path: contextPath, module: GatewayModule }])],
    };
  }
}
