import { randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Fault, problemOf } from './faults/index.js';

/** How long requests that are under way at the end may take until they are cut off, in milliseconds. */
const DRAIN_WITHIN_MS = 5_000;
const DRAIN_CHECK_MS = 50;

/** How long a connection that is kept alive may bring another request, in milliseconds; each is then closed after it. */
const IDLE_FOR_MS = 300;

/** Express on an HTTP server as this service runs it. */
export class HttpAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const server = createServer({ IncomingMessage: RequestMessage }, this.getInstance());
    server.on('clientError', refuse);
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

/** Answers what is no HTTP in the shape of every other fault. There is no request that it could be routed by. */
function refuse(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const problem = problemOf(faultOf(error.code));
  const body = JSON.stringify({ ...problem, requestId });
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function faultOf(code: string | undefined): Fault {
  if (code === 'HPE_HEADER_OVERFLOW') return new Fault('headers-too-large', 'The headers are larger than 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Fault('request-timeout', 'The request did not come whole in time.');
  return new Fault('validation-failed', 'The request is not HTTP.', [
    { pointer: '', detail: 'must come in an HTTP request' },
  ]);
}
