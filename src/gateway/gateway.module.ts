import { type DynamicModule, type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_FILTER, RouterModule } from '@nestjs/core';
import { AttemptsController } from './attempts.controller.js';
import { GatewayController } from './gateway.controller.js';
import { readBody } from './http/body.middleware.js';
import { ProblemFilter } from './problem.filter.js';

/** The REST side: what strategies call. */
@Module({
  controllers: [GatewayController, AttemptsController],
  providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
})
export class GatewayModule implements NestModule {
  /** @param contextPath the path prefix of the API */
  static under(contextPath: string, domain: DynamicModule): DynamicModule {
    return {
      module: GatewayModule,
      imports: [domain, RouterModule.register([{ path: contextPath, module: GatewayModule }])],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(readBody).forRoutes(GatewayController);
  }
}
