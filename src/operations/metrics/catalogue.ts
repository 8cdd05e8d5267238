import { ATTEMPT_METRICS } from './attempts.metrics.js';
import { CALL_METRICS } from './calls.metrics.js';
import { FRONTEND_METRICS } from './frontends.metrics.js';
import type { Metric } from './metric.js';
import { NODE_METRICS } from './nodes.metrics.js';
import { PACING_METRICS } from './pacing.metrics.js';
import { PROCESS_METRICS } from './process.metrics.js';
import { SERVICE_METRICS } from './service.metrics.js';
import { STORE_METRICS } from './store.metrics.js';
import { WEBHOOK_METRICS } from './webhooks.metrics.js';

/** Everything that is told at `/metrics`, by what it is about. */
export const CATALOGUE: Readonly<Record<string, readonly Metric[]>> = {
  Attempts: Object.values(ATTEMPT_METRICS),
  'Asking for agents': Object.values(PACING_METRICS),
  Frontends: Object.values(FRONTEND_METRICS),
  'HTTP calls': Object.values(CALL_METRICS),
  Webhooks: Object.values(WEBHOOK_METRICS),
  'The store': Object.values(STORE_METRICS),
  'Between nodes': Object.values(NODE_METRICS),
  'The service': Object.values(SERVICE_METRICS),
  'The process': PROCESS_METRICS,
};
