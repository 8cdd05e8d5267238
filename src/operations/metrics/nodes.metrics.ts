import { Inject, Injectable, Optional } from '@nestjs/common';
import { NewsRelay, NodeLink } from '../../cluster/index.js';
import { counter, gauge, told } from './metric.js';
import { Metrics } from './metrics.js';

export const NODE_METRICS = {
  up: gauge('engagement_redis_up', 'Whether this node hears itself over Redis. Only with REDIS_URL.'),
  told: counter(
    'engagement_news_out_total',
    'News for the other nodes: "told", or left to their sweeps, since Redis was away ("apart", "unsaid") or too slow ("too-many", "too-old"). Only with REDIS_URL.',
    ['result'],
  ),
  heard: counter(
    'engagement_news_in_total',
    'News of the other nodes: "taken", or left to the sweeps since it came late. Only with REDIS_URL.',
    ['result'],
  ),
  waiting: gauge('engagement_news_waiting', 'News that waits to be told. Only with REDIS_URL.'),
} as const;

/** What goes from node to node. A node by itself has nothing to tell. */
@Injectable()
export class NodeMetrics {
  constructor(
    metrics: Metrics,
    @Optional() @Inject(NodeLink) link: NodeLink | undefined,
    @Optional() @Inject(NewsRelay) relay: NewsRelay | undefined,
  ) {
    if (link === undefined || relay === undefined) return;
    const { measures } = relay;
    metrics.add(() => [
      told(NODE_METRICS.up, [[{}, link.isUp ? 1 : 0]]),
      told(
        NODE_METRICS.told,
        [...measures.out].map(([result, count]) => [{ result }, count]),
      ),
      told(
        NODE_METRICS.heard,
        [...measures.in].map(([result, count]) => [{ result }, count]),
      ),
      told(NODE_METRICS.waiting, [[{}, relay.waitingCount]]),
    ]);
  }
}
