import { Injectable } from '@nestjs/common';
import type { FrontendNamespace } from './frontend-socket.js';

/** The kinds of frontend that connect. */
const KINDS = ['browser', 'frontend-server'] as const;

/** How many sockets this node holds, by who connected them. */
@Injectable()
export class ConnectedSockets {
  private namespace: FrontendNamespace | undefined;

  /** Counts those of this namespace. */
  of(namespace: FrontendNamespace): void {
    this.namespace = namespace;
  }

  byKind(): readonly { readonly kind: (typeof KINDS)[number]; readonly count: number }[] {
    const sockets = [...(this.namespace?.sockets.values() ?? [])];
    return KINDS.map((kind) => ({ kind, count: sockets.filter(({ data }) => data.identity.kind === kind).length }));
  }
}
