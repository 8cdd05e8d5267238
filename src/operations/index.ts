export { OperatorAttemptsModule } from './attempts/operator-attempts.module.js';
export { FunnelModule } from './funnel/funnel.module.js';
export { LogLevels } from './log-levels.js';
export { VisitsModule } from './visits/visits.module.js';
export { CATALOGUE } from './metrics/catalogue.js';
export { NodesModule } from './nodes/nodes.module.js';
export * from './operations.module.js';
export { Readiness } from './readiness.js';
