import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import type { FrontendNamespace } from './frontend-socket.js';

/** How much time each connection is given to come back elsewhere before the next one leaves, in milliseconds. */
const APART_MS = 5;

/** Lets connections go before the service ends: each frontend then connects to another node by itself. */
@Injectable()
export class Departure {
  private namespace: FrontendNamespace | undefined;

  constructor(@Inject(Configuration) private readonly configuration: Pick<Configuration, 'drainSeconds'>) {}

  /** Lets go of the connections of this namespace. */
  of(namespace: FrontendNamespace): void {
    this.namespace = namespace;
  }

  /** Closes every connection, each at a moment of its own, so that the other nodes do not get them all at once. */
  async letAllGo(): Promise<void> {
    const sockets = [...(this.namespace?.sockets.values() ?? [])];
    const spreadMs = Math.min(this.configuration.drainSeconds * 1000, sockets.length * APART_MS);
    await Promise.all(
      sockets.map(async (socket) => {
        await delay(Math.random() * spreadMs);
        // A socket that the service disconnects would stay away; a connection that breaks is made again.
        socket.conn.close();
      }),
    );
  }
}
