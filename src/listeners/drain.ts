import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How long requests that are under way at the end may take until they are cut off, in milliseconds. */
const DRAIN_WITHIN_MS = 5_000;
const DRAIN_CHECK_MS = 50;

/** How long a connection that is kept alive may bring another request, in milliseconds; each is then closed after it. */
const IDLE_FOR_MS = 300;

/** How long a connection that has been told to close may take to do so, in milliseconds. */
const CLOSE_WITHIN_MS = 1_000;

/** Brings a server to its end in two steps, between which connections that are no requests, WebSockets, go on. */
export class Drain {
  private readonly sockets = new Set<Socket>();
  private readonly finished = new AbortController();
  private begun: Promise<void> | undefined;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Takes no more connections, lets requests that are under way finish, and cuts off those that do not in time. */
  begin(): void {
    if (this.server.listening) this.begun ??= this.finishRequests();
  }

  /** Resolves when every connection is closed. They should have been told; those that remain are cut off. */
  async end(): Promise<void> {
    this.begin();
    if (this.begun === undefined) return;
    await this.begun;
    if (this.sockets.size > 0) await this.closeWithin(CLOSE_WITHIN_MS);
    for (const socket of this.sockets) socket.destroy();
  }

  private async finishRequests(): Promise<void> {
    this.server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    // The HTTP server's own close would first cut connections that are idle, and a request may be on its way in one.
    NetServer.prototype.close.call(this.server, () => this.finished.abort());
    await this.closeWithin(IDLE_FOR_MS);
    const idle = setInterval(() => this.server.closeIdleConnections(), DRAIN_CHECK_MS);
    this.server.closeIdleConnections();
    await this.closeWithin(DRAIN_WITHIN_MS);
    clearInterval(idle);
    this.server.closeAllConnections();
  }

  private async closeWithin(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.finished.signal }).catch(() => undefined);
  }
}
