import { Injectable } from '@nestjs/common';
import type { FrontendIdentity } from '../access/index.js';
import type { FrontendNamespace, FrontendSocket } from './frontend-socket.js';

interface Reading {
  /** By who connected them. */
  readonly byKind: Readonly<Record<FrontendIdentity['kind'], number>>;
  /** Sockets whose other end has not taken everything yet, and how much waits for them all, in bytes. */
  readonly behind: number;
  readonly queuedBytes: number;
}

/** The sockets that this node holds. */
@Injectable()
export class ConnectedSockets {
  private namespace: FrontendNamespace | undefined;

  /** Counts those of this namespace. */
  of(namespace: FrontendNamespace): void {
    this.namespace = namespace;
  }

  /** Goes through all of them: now and then, and not for each event. */
  read(): Reading {
    const byKind = { browser: 0, 'frontend-server': 0 };
    let behind = 0;
    let queuedBytes = 0;
    for (const socket of this.namespace?.sockets.values() ?? []) {
      byKind[socket.data.identity.kind]++;
      const bytes = queuedBytesOf(socket);
      queuedBytes += bytes;
      if (bytes > 0) behind++;
    }
    return { byKind, behind, queuedBytes };
  }
}

/** What Engine.IO keeps until the connection takes more. */
function queuedBytesOf({ conn }: FrontendSocket): number {
  let bytes = 0;
  for (const { data } of conn['writeBuffer']) bytes += data?.length ?? 0;
  return bytes;
}
