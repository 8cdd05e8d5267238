import { type DynamicModule, type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { APP_FILTER, RouterModule } from '@nestjs/core';
import { AttemptsController } from './attempts.controller.js';
import { GatewayController } from './gateway.controller.js';
import { ReadBody } from './http/body.middleware.js';
import { AuthenticateSite, AuthenticateStrategy } from './http/caller.middleware.js';
import { ShedLoad } from './http/shed-load.middleware.js';
import { ProblemFilter } from './problem.filter.js';
import { VisitTokensController } from './visit-tokens.controller.js';

/** The REST side: what strategies call. */
@Module({
  controllers: [GatewayController, AttemptsController, VisitTokensController],
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
    consumer.apply(AuthenticateStrategy).forRoutes(GatewayController, AttemptsController);
    consumer.apply(AuthenticateSite).forRoutes(VisitTokensController);
    consumer.apply(ShedLoad).forRoutes({ path: 'data/gateway/engage', method: RequestMethod.POST });
    consumer.apply(ReadBody).forRoutes(GatewayController, VisitTokensController);
  }
}
