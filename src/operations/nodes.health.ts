import { Inject, Injectable, Optional } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { NodeLink } from '../cluster/index.js';

/** Whether this node is heard by the others at once. When it is not, all is served, and what happens elsewhere comes later. */
@Injectable()
export class NodesHealth {
  constructor(
    private readonly indicator: HealthIndicatorService,
    @Optional() @Inject(NodeLink) private readonly link: NodeLink | undefined,
  ) {}

  /** Never down: it is no reason to send work elsewhere. */
  heard(): HealthIndicatorResult {
    if (this.link === undefined) return {};
    const { isUp, since } = this.link;
    return this.indicator.check('nodes').up({ over: 'redis', connected: isUp, since: since.toISOString() });
  }

  get isDegraded(): boolean {
    return this.link !== undefined && !this.link.isUp;
  }
}
