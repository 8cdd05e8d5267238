import { type DynamicModule, Module } from '@nestjs/common';
import type { Configuration } from '../config/index.js';
import { NewsRelay } from './news-relay.js';
import { NodeLink } from './node-link.js';

/** Lets the nodes of a cluster tell each other what happens. */
@Module({})
export class ClusterModule {
  /** @param domain the module that provides the feed and the Clock */
  static over(domain: DynamicModule, { redis }: Pick<Configuration, 'redis'>): DynamicModule {
    if (redis === null) return { module: ClusterModule };
    const link = { provide: NodeLink, useFactory: () => new NodeLink(redis) };
    return { module: ClusterModule, imports: [domain], providers: [link, NewsRelay], exports: [link, NewsRelay] };
  }
}
