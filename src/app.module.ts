import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/index.js';
import { ConfigModule, type Configuration, isOpenMode } from './config/index.js';
import { DemoModule } from './demo/index.js';
import { type AttemptStore, type Clock, EngagementModule } from './engagement/index.js';
import { FrontendModule } from './frontend/index.js';
import { GatewayModule } from './gateway/index.js';
import { StoreModule } from './store/index.js';

/** What the service is made of. */
@Module({})
export class AppModule {
  static with(configuration: Configuration, store: AttemptStore, clock: Clock): DynamicModule {
    const time = StoreModule.of(store, clock);
    const domain = EngagementModule.over(time);
    const [contextPath] = configuration.contextPaths;
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(configuration),
        AccessModule.for(configuration, time),
        GatewayModule.under(contextPath, domain),
        FrontendModule.over(domain),
        // It plays a strategy that shows no key.
        ...(isOpenMode(configuration) ? [DemoModule.register({ contextPath })] : []),
      ],
    };
  }
}
