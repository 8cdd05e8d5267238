import { Inject, Injectable, Optional } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { ConnectedSockets } from '../frontend/index.js';

/** What this node counts, for Prometheus. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor(@Optional() @Inject(ConnectedSockets) sockets: ConnectedSockets | undefined) {
    collectDefaultMetrics({ register: this.registry });
    if (sockets !== undefined) this.count(sockets);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private count(sockets: ConnectedSockets): void {
    const gauge = new Gauge({
      name: 'engagement_connected_sockets',
      help: 'Sockets that this node holds.',
      labelNames: ['kind'],
      registers: [this.registry],
      collect: () => {
        for (const { kind, count } of sockets.byKind()) gauge.set({ kind }, count);
      },
    });
  }
}
