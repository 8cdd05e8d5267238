import { Inject, Injectable } from '@nestjs/common';
import { Configuration, isOpenMode, VERSION } from '../../config/index.js';
import { PHASES, Readiness } from '../readiness.js';
import { gauge, told } from './metric.js';
import { Metrics } from './metrics.js';

export const SERVICE_METRICS = {
  build: gauge('engagement_build_info', 'Always 1; its labels are the versions of the service and of Node.js.', [
    'version',
    'node',
  ]),
  phase: gauge('engagement_phase', '1 for what the node is at, 0 for the others: starting, serving or draining.', [
    'phase',
  ]),
  openMode: gauge('engagement_open_mode', '1 when callers are taken at their word, since no credential is configured.'),
} as const;

/** Which service it is, and what it is at. */
@Injectable()
export class ServiceMetrics {
  constructor(metrics: Metrics, readiness: Readiness, @Inject(Configuration) configuration: Configuration) {
    const build = { version: VERSION, node: process.versions.node };
    const openMode = isOpenMode(configuration) ? 1 : 0;
    metrics.add(() => [
      told(SERVICE_METRICS.build, [[build, 1]]),
      told(
        SERVICE_METRICS.phase,
        PHASES.map((phase) => [{ phase }, phase === readiness.phase ? 1 : 0] as const),
      ),
      told(SERVICE_METRICS.openMode, [[{}, openMode]]),
    ]);
  }
}
