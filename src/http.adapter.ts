import { createServer, IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ExpressAdapter } from '@nestjs/platform-express';
import { CallerAddress, ConnectionCaps } from './access/index.js';
import type { Configuration } from './config/index.js';
import { Fault, refuseOn } from './faults/index.js';

/** How long requests that are under way at the end may take until they are cut off, in milliseconds. */
const DRAIN_WITHIN_MS = 5_000;
const DRAIN_CHECK_MS = 50;

/** How long a connection that is kept alive may bring another request, in milliseconds; each is then closed after it. */
const IDLE_FOR_MS = 300;

/** How often connections are looked at that take their time, in milliseconds. */
const SLOW_CHECK_MS = 1_000;

/** Express on an HTTP server as this service runs it. */
export class HttpAdapter extends ExpressAdapter {
  constructor(private readonly configuration: Configuration) {
    super();
  }

  override initHttpServer(): void {
    const timeout = this.configuration.requestSeconds * 1000;
    const server = createServer(
      {
        IncomingMessage: RequestMessage,
        requestTimeout: timeout,
        headersTimeout: Math.ceil(timeout / 3),
        connectionsCheckingInterval: SLOW_CHECK_MS,
      },
      this.getInstance(),
    );
    const caps = new ConnectionCaps(this.configuration, new CallerAddress(this.configuration));
    server.on('connection', (socket) => {
      const fault = caps.faultOf(socket);
      if (fault !== undefined) refuseOn(socket, fault);
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      if (error.code === 'ECONNRESET') socket.destroy();
      else refuseOn(socket, faultOf(error.code));
    });
    this.httpServer = server;
  }

  /** Takes no more connections, lets what is under way finish, and cuts off what does not in time. */
  override async close(): Promise<void> {
    const server: Server = this.httpServer;
    if (!server.listening) return;
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    // The HTTP server's own close would first cut connections that are idle, and a request may be on its way in one.
    const closed = new Promise((resolve) => void NetServer.prototype.close.call(server, resolve));
    const isOver = await Promise.race([closed.then(() => true), delay(IDLE_FOR_MS, false, { ref: false })]);
    if (isOver) return;
    const idle = setInterval(() => server.closeIdleConnections(), DRAIN_CHECK_MS);
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_WITHIN_MS);
    server.closeIdleConnections();
    await closed;
    clearInterval(idle);
    clearTimeout(late);
  }
}

/**
 * A request that asks for another protocol than WebSocket is answered as if it did not ask: many an HTTP client offers
 * HTTP/2 that way, and Node would hand the request to Socket.IO, which knows nothing of it.
 */
class RequestMessage extends IncomingMessage {
  private asksForUpgrade: boolean | null = null;

  /** Set by Node's parser. */
  set upgrade(asks: boolean | null) {
    this.asksForUpgrade = asks;
  }

  get upgrade(): boolean {
    const isTunnel = this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket';
    return this.asksForUpgrade === true && isTunnel;
  }
}

function faultOf(code: string | undefined): Fault {
  if (code === 'HPE_HEADER_OVERFLOW') return new Fault('headers-too-large', 'The headers are larger than 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Fault('request-timeout', 'The request did not come whole in time.');
  return new Fault('validation-failed', 'The request is not HTTP.', {
    errors: [{ pointer: '', detail: 'must come in an HTTP request' }],
  });
}
