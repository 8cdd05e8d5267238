import { type DynamicModule, Module, type Type as ClassOf } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { CallMeasures } from '../listeners/index.js';
import { AttemptLog } from './attempt-log.js';
import { HealthController } from './health.controller.js';
import { LogLevelController } from './log-level.controller.js';
import { LogLevels } from './log-levels.js';
import { AttemptMetrics } from './metrics/attempts.metrics.js';
import { CallMetrics } from './metrics/calls.metrics.js';
import { FrontendMetrics } from './metrics/frontends.metrics.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { NodeMetrics } from './metrics/nodes.metrics.js';
import { PacingMetrics } from './metrics/pacing.metrics.js';
import { ProcessMetrics } from './metrics/process.metrics.js';
import { ServiceMetrics } from './metrics/service.metrics.js';
import { StoreMetrics } from './metrics/store.metrics.js';
import { WebhookMetrics } from './metrics/webhooks.metrics.js';
import { NodesHealth } from './nodes.health.js';
import { PhaseHealth } from './phase.health.js';
import { Readiness } from './readiness.js';
import { StoreHealth } from './store.health.js';

/** What whoever runs the service looks at. */
@Module({
  controllers: [HealthController, LogLevelController, MetricsController],
  providers: [
    AttemptLog,
    LogLevels,
    Readiness,
    PhaseHealth,
    StoreHealth,
    NodesHealth,
    Metrics,
    AttemptMetrics,
    PacingMetrics,
    FrontendMetrics,
    CallMetrics,
    WebhookMetrics,
    StoreMetrics,
    NodeMetrics,
    ServiceMetrics,
    ProcessMetrics,
  ],
  exports: [LogLevels, Readiness],
})
export class OperationsModule {
  /**
   * @param calls how calls to the listeners go
   * @param parts the modules that provide what it looks at: the domain with its store and, where there are any, the
   *   frontends, the outcomes, whoever knows of agents, and the link to other nodes
   */
  static over(calls: CallMeasures, parts: readonly (DynamicModule | ClassOf)[]): DynamicModule {
    return {
      module: OperationsModule,
      imports: [TerminusModule.forRoot({ logger: false }), ...parts],
      providers: [{ provide: CallMeasures, useValue: calls }],
    };
  }
}
