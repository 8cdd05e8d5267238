import {
  type DynamicModule,
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  RequestMethod,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { Configuration } from '../config/index.js';
import { AttemptsController } from './attempts.controller.js';
import { GatewayController } from './gateway.controller.js';
import { ReadBody } from './http/body.middleware.js';
import { AuthenticateSite, AuthenticateStrategy } from './http/caller.middleware.js';
import { ShedLoad } from './http/shed-load.middleware.js';
import { VisitTokensController } from './visit-tokens.controller.js';

/** The REST side: what strategies call. */
@Module({
  controllers: [GatewayController, AttemptsController, VisitTokensController],
})
export class GatewayModule implements NestModule {
  constructor(@Inject(Configuration) private readonly configuration: Pick<Configuration, 'contextPaths'>) {}

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
    // A path by itself does not come under the module's prefix, as that of a controller does.
    const [contextPath] = this.configuration.contextPaths;
    consumer.apply(ShedLoad).forRoutes({ path: `${contextPath}/data/gateway/engage`, method: RequestMethod.POST });
    consumer.apply(ReadBody).forRoutes(GatewayController, VisitTokensController);
  }
}
