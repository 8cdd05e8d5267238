export { OperatorAttemptsModule } from './attempts/operator-attempts.module.js';
export { FunnelModule } from './funnel/funnel.module.js';
export { VisitsModule } from './visits/visits.module.js';
export { NodesModule } from './nodes/nodes.module.js';
export * from './operations.module.js';
export { Readiness } from './readiness.js';
