import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AccessModule, type Refusals } from './access/index.js';
import { ClusterModule } from './cluster/index.js';
import { type Configuration, isOpenMode } from './config/index.js';
import { ConfigModule } from './config.module.js';
import { ConsoleModule } from './console/index.js';
import { DemoModule } from './demo/index.js';
import { EngagementModule } from './engagement/index.js';
import { FrontendModule } from './frontend/index.js';
import { GatewayModule } from './gateway/index.js';
import { CallFaults, ProblemFilter } from './http/index.js';
import type { CallMeasures } from './listeners/index.js';
import {
  FunnelModule,
  NodesModule,
  OperationsModule,
  OperatorAttemptsModule,
  VisitsModule,
} from './operations/index.js';
import { OutcomesModule, WebhooksModule } from './outcomes/index.js';
import { OutgoingModule } from './outgoing/index.js';
import { PacingModule } from './pacing/index.js';
import type { ReadFiles } from './read-files.js';
import { type OpenedStore, StoreModule } from './store/index.js';
import { TracedAttemptStore, type Tracing, TracingModule } from './tracing/index.js';

/** What others have too: listeners, and whoever starts the service. */
interface Shared {
  readonly refusals: Refusals;
  readonly calls: CallMeasures;
  readonly tracing: Tracing;
}

/** What the service is made of. */
@Module({})
export class AppModule {
  static with(
    configuration: Configuration,
    { mapping, endpoints }: ReadFiles,
    opened: OpenedStore,
    { refusals, calls, tracing }: Shared,
  ): DynamicModule {
    const time = StoreModule.of(
      // Where nobody traces, nothing stands between.
      tracing.isOn ? { ...opened, store: new TracedAttemptStore(opened.store, tracing) } : opened,
    );
    const pacing = configuration.pacingUrl === null ? [] : [PacingModule];
    const domain = EngagementModule.over(time, ...pacing);
    const cluster = ClusterModule.over(domain, configuration);
    const { roles } = configuration;
    const [contextPath] = configuration.contextPaths;
    const isBackend = roles.includes('backend');
    const outcomes = isBackend
      ? [OutcomesModule.under(contextPath, domain), WebhooksModule.over(domain, endpoints)]
      : [];
    const funnel = FunnelModule.over(domain);
    const frontends = roles.includes('frontend') ? [FrontendModule.over(domain)] : [];
    // It plays a strategy that shows no key.
    const isDemo = isBackend && frontends.length > 0 && isOpenMode(configuration);
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(configuration),
        TracingModule.of(tracing),
        AccessModule.for(configuration, time, refusals),
        OutgoingModule,
        cluster,
        OperationsModule.over(calls, [domain, cluster, ...pacing, ...frontends, ...outcomes]),
        NodesModule.over([time, cluster, ...frontends], { isAsked: isBackend }),
        ...(isBackend ? [GatewayModule.under(contextPath, domain, mapping)] : []),
        ...outcomes,
        ...(isBackend
          ? [funnel, VisitsModule.over(domain, funnel), OperatorAttemptsModule.over(domain), ConsoleModule]
          : []),
        ...frontends,
        ...(isDemo ? [DemoModule.register({ contextPath })] : []),
      ],
      providers: [CallFaults, { provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
