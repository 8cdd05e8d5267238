import { Inject, Injectable, Optional } from '@nestjs/common';
import { ConnectedSockets, ConnectedVisits, FrontendMeasures } from '../../frontend/index.js';
import { counter, gauge, histogram, type Reading, told } from './metric.js';
import { Metrics } from './metrics.js';

export const FRONTEND_METRICS = {
  sockets: gauge('engagement_connected_sockets', 'Sockets that this node holds.', ['kind']),
  visits: gauge('engagement_connected_visits', 'Visits that sockets of this node have to do with.'),
  connected: counter('engagement_sockets_connected_total', 'Sockets that were let in.', ['kind']),
  refused: counter('engagement_handshakes_refused_total', 'Handshakes that were refused, by the fault.', ['fault']),
  cut: counter(
    'engagement_sockets_cut_total',
    'Connections that the service closed: whoever reads too slowly, sends too much, or has an expired token; and browsers whose visit could not be looked up.',
    ['reason'],
  ),
  queued: gauge('engagement_frontend_queued_bytes', 'What waits for frontends that have not taken it yet.'),
  behind: gauge('engagement_frontends_behind', 'Frontends that have not taken everything yet.'),
  invitations: counter(
    'engagement_invitations_pushed_total',
    'Invitations handed to sockets: upon the news of a start; by a sweep, where no news had come; to a page that joined later; or again, since no page had confirmed it.',
    ['upon'],
  ),
  engageToPush: histogram(
    'engagement_engage_to_push_seconds',
    'From when an attempt was engaged, on any node, until this node first handed its invitation to sockets that were there already.',
  ),
  events: counter(
    'engagement_frontend_events_total',
    'Events of frontends, by the fault that they were acknowledged with ("ok" without one). What nobody handles is the event "unknown".',
    ['event', 'outcome'],
  ),
  eventDuration: histogram(
    'engagement_frontend_event_duration_seconds',
    'From when an event came until it was acknowledged.',
    ['event'],
  ),
  eventsWaiting: gauge('engagement_frontend_events_waiting', 'Events that have not been acknowledged yet.'),
} as const;

/** What frontends do. A node without that role has nothing to tell. */
@Injectable()
export class FrontendMetrics {
  constructor(
    metrics: Metrics,
    @Optional() @Inject(FrontendMeasures) measures: FrontendMeasures | undefined,
    @Optional() @Inject(ConnectedSockets) sockets: ConnectedSockets | undefined,
    @Optional() @Inject(ConnectedVisits) visits: ConnectedVisits | undefined,
  ) {
    if (measures === undefined || sockets === undefined || visits === undefined) return;
    const { connected, refused, cut, invitations, pushSeconds, strangeEvents } = measures;
    const events = Object.entries(measures.events);
    metrics.add(() => {
      const { byKind, queuedBytes, behind } = sockets.read();
      return [
        told(
          FRONTEND_METRICS.sockets,
          Object.entries(byKind).map(([kind, count]) => [{ kind }, count]),
        ),
        told(FRONTEND_METRICS.visits, [[{}, visits.count]]),
        told(
          FRONTEND_METRICS.connected,
          [...connected].map(([kind, count]) => [{ kind }, count]),
        ),
        told(
          FRONTEND_METRICS.refused,
          [...refused].map(([fault, count]) => [{ fault }, count]),
        ),
        told(
          FRONTEND_METRICS.cut,
          [...cut].map(([reason, count]) => [{ reason }, count]),
        ),
        told(FRONTEND_METRICS.queued, [[{}, queuedBytes]]),
        told(FRONTEND_METRICS.behind, [[{}, behind]]),
        told(
          FRONTEND_METRICS.invitations,
          [...invitations].map(([upon, count]) => [{ upon }, count]),
        ),
        told(FRONTEND_METRICS.engageToPush, [[{}, pushSeconds]]),
        told(FRONTEND_METRICS.events, [
          ...events.flatMap(([event, { outcomes }]) => readingsOf(event, outcomes)),
          ...readingsOf('unknown', strangeEvents),
        ]),
        told(
          FRONTEND_METRICS.eventDuration,
          events.map(([event, { seconds }]) => [{ event }, seconds]),
        ),
        told(FRONTEND_METRICS.eventsWaiting, [[{}, measures.waitingCount]]),
      ];
    });
  }
}

function readingsOf(
  event: string,
  outcomes: Iterable<readonly [outcome: string, count: number]>,
): readonly Reading<'event' | 'outcome'>[] {
  return [...outcomes].map(([outcome, count]) => [{ event, outcome }, count]);
}
