import { Injectable } from '@nestjs/common';
import { StoreReadings } from '../../engagement/index.js';
import { counter, gauge, histogram, type Told, told } from './metric.js';
import { Metrics } from './metrics.js';

export const STORE_METRICS = {
  up: gauge(
    'engagement_store_up',
    'Whether the database took changes when it was last asked: every five seconds, each second while it is away, and when a call has failed.',
  ),
  calls: gauge(
    'engagement_store_calls',
    'Calls to the store that are not answered yet: "waiting" for their turn, or "under-way".',
    ['stage'],
  ),
  failures: counter(
    'engagement_store_failures_total',
    'Calls to the store that came to nothing: the database was "unavailable" or took too long; others were faster ("overtaken"); too many waited ("turned-away"); or the service made a mistake ("failed").',
    ['reason'],
  ),
  batchSize: histogram(
    'engagement_store_batch_size',
    'Calls that shared a commit. With SQLite, all "calls" do; with PostgreSQL, "starts", "ruled-starts" (with rules that limit them) and "reports" do, each among themselves.',
    ['of'],
  ),
  commit: histogram(
    'engagement_store_commit_seconds',
    'How long a commit took: with SQLite, of the commit itself, which the disk decides; with PostgreSQL, of the statement that commits a batch, or of its transaction.',
    ['of'],
  ),
  statement: histogram(
    'engagement_store_statement_seconds',
    'How long PostgreSQL took to answer a statement. Not with SQLite.',
  ),
  connections: gauge(
    'engagement_store_connections',
    'Connections to PostgreSQL, "busy" or "idle". There are DATABASE_CONNECTIONS at most. Not with SQLite.',
    ['state'],
  ),
  connectionsAwaited: gauge(
    'engagement_store_connections_awaited',
    'Calls that wait for a connection to PostgreSQL. Not with SQLite.',
  ),
} as const;

/** How the store does. */
@Injectable()
export class StoreMetrics {
  constructor(
    metrics: Metrics,
    private readonly readings: StoreReadings,
  ) {
    metrics.add(() => [...this.tell(), ...this.tellOfServer()]);
  }

  private tell(): readonly Told[] {
    const { availability, calls, failures, batches } = this.readings;
    return [
      told(STORE_METRICS.up, [[{}, availability.isUp ? 1 : 0]]),
      told(STORE_METRICS.calls, [
        [{ stage: 'waiting' }, calls.waiting],
        [{ stage: 'under-way' }, calls.underWay],
      ]),
      told(
        STORE_METRICS.failures,
        [...failures].map(([reason, count]) => [{ reason }, count]),
      ),
      told(
        STORE_METRICS.batchSize,
        [...batches].map(([of, { sizes }]) => [{ of }, sizes]),
      ),
      told(
        STORE_METRICS.commit,
        [...batches].map(([of, { commitSeconds }]) => [{ of }, commitSeconds]),
      ),
    ];
  }

  private tellOfServer(): readonly Told[] {
    const { server } = this.readings;
    if (server === undefined) return [];
    const { busy, idle, awaited } = server.connections;
    return [
      told(STORE_METRICS.statement, [[{}, server.statementSeconds]]),
      told(STORE_METRICS.connections, [
        [{ state: 'busy' }, busy],
        [{ state: 'idle' }, idle],
      ]),
      told(STORE_METRICS.connectionsAwaited, [[{}, awaited]]),
    ];
  }
}
