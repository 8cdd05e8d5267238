import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, type Configuration } from './config/index.js';
import { DemoModule } from './demo/index.js';
import { type AttemptStore, type Clock, EngagementModule } from './engagement/index.js';
import { FrontendModule } from './frontend/index.js';
import { GatewayModule } from './gateway/index.js';
import { StoreModule } from './store/index.js';

/** What the service is made of. */
@Module({})
export class AppModule {
  static with(configuration: Configuration, store: AttemptStore, clock: Clock): DynamicModule {
    const domain = EngagementModule.over(StoreModule.of(store, clock));
    const [contextPath] = configuration.contextPaths;
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(configuration),
        GatewayModule.under(contextPath, domain),
        FrontendModule.over(domain),
        DemoModule.register({ contextPath }),
      ],
    };
  }
}
