import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AttemptLog } from './attempt-log.js';
import { HealthController } from './health.controller.js';
import { LogLevelController } from './log-level.controller.js';
import { LogLevels } from './log-levels.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { NodesHealth } from './nodes.health.js';
import { PhaseHealth } from './phase.health.js';
import { Readiness } from './readiness.js';
import { StoreHealth } from './store.health.js';

/** What whoever runs the service looks at. */
@Module({
  controllers: [HealthController, LogLevelController, MetricsController],
  providers: [AttemptLog, LogLevels, Metrics, Readiness, PhaseHealth, StoreHealth, NodesHealth],
  exports: [LogLevels, Readiness],
})
export class OperationsModule {
  /**
   * @param parts the modules that provide what it looks at: the domain and, where there are any, the NodeLink and
   *   the ConnectedSockets
   */
  static over(parts: readonly DynamicModule[]): DynamicModule {
    return { module: OperationsModule, imports: [TerminusModule.forRoot({ logger: false }), ...parts] };
  }
}
