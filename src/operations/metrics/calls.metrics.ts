import { Inject, Injectable, Optional } from '@nestjs/common';
import { EndingWatch } from '../../engagement/index.js';
import { FAULT_KINDS, type FaultCode } from '../../faults/index.js';
import { CallMeasures } from '../../listeners/index.js';
import { OutcomeTail } from '../../outcomes/index.js';
import { counter, gauge, histogram, told } from './metric.js';
import { Metrics } from './metrics.js';

export const CALL_METRICS = {
  requests: counter(
    'engagement_http_requests_total',
    'HTTP calls by their route, their status, and the fault that they were answered with ("none" without one). What is not served is the route "other".',
    ['method', 'route', 'status', 'fault'],
  ),
  duration: histogram(
    'engagement_http_request_duration_seconds',
    'From the head of a call to its reply. Calls that wait for an ending, and the stream of outcomes, take as long as their callers like.',
    ['method', 'route'],
  ),
  refused: counter(
    'engagement_connections_refused_total',
    'Connections that were refused before there was a call on them: one too many of an address, or what is no HTTP.',
    ['fault'],
  ),
  waiting: gauge('engagement_strategies_waiting', 'Calls that wait for an attempt to end.'),
  followers: gauge('engagement_outcome_followers', 'Streams of outcomes that are open.'),
} as const;

const NO_FAULT = 'none';

/** What is called over HTTP. */
@Injectable()
export class CallMetrics {
  constructor(
    metrics: Metrics,
    measures: CallMeasures,
    watch: EndingWatch,
    @Optional() @Inject(OutcomeTail) tail: OutcomeTail | undefined,
  ) {
    metrics.add(() => [
      told(
        CALL_METRICS.requests,
        [...measures.routes].flatMap(({ method, route, calls }) =>
          [...calls.outcomes].map(([outcome, count]) => [{ method, route, ...replyOf(outcome) }, count] as const),
        ),
      ),
      told(
        CALL_METRICS.duration,
        [...measures.routes].map(({ method, route, calls }) => [{ method, route }, calls.seconds]),
      ),
      told(
        CALL_METRICS.refused,
        [...measures.refusedConnections].map(([fault, count]) => [{ fault }, count]),
      ),
      told(CALL_METRICS.waiting, [[{}, watch.count]]),
      ...(tail === undefined ? [] : [told(CALL_METRICS.followers, [[{}, tail.followerCount]])]),
    ]);
  }
}

/** The fault of a call, which says what its status was; or the status of one without a fault. */
function replyOf(outcome: string): { readonly status: string; readonly fault: string } {
  if (!isFault(outcome)) return { status: outcome, fault: NO_FAULT };
  return { status: String(FAULT_KINDS[outcome].status), fault: outcome };
}

function isFault(outcome: string): outcome is FaultCode {
  return outcome in FAULT_KINDS;
}
