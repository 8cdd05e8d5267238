import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { WsMessageHandler } from '@nestjs/common';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import { CallerRules, ConnectionCaps, Refusals } from '../access/index.js';
import { Configuration } from '../config/index.js';
import { FRONTEND_NAMESPACE } from '../contract/index.js';
import { problemOf, refuseOn } from '../faults/index.js';
import { boundQueue, type Connection } from './bounded-queue.js';
import { FrontendMeasures } from './frontend-measures.js';
import { RoomlessAdapter } from './roomless-adapter.js';

/** Socket.IO as this service runs it. */
export class FrontendAdapter extends IoAdapter {
  private readonly rules: CallerRules;
  private readonly caps: ConnectionCaps;
  private readonly refusals: Refusals;
  private readonly measures: FrontendMeasures;
  private readonly configuration: Configuration;
  private server: Server | undefined;

  /** @param http whose servers all serve the same connections */
  constructor(
    application: INestApplicationContext,
    private readonly http: { readonly otherServers: readonly HttpServer[] },
  ) {
    super(application);
    this.rules = application.get(CallerRules);
    this.caps = application.get(ConnectionCaps);
    this.measures = application.get(FrontendMeasures, { strict: false });
    this.refusals = application.get(Refusals);
    this.configuration = application.get<Configuration>(Configuration);
  }

  override createIOServer(_port: number, options?: ServerOptions): Server {
    const { eventBytes, handshakeSeconds, queuedBytes } = this.configuration;
    const countSlow = (): void => this.measures.cut.add('reads-too-slowly');
    this.server = new Server(this.httpServer, {
      ...options,
      adapter: RoomlessAdapter,
      serveClient: false,
      cors: { origin: this.rules.answerCors },
      connectTimeout: handshakeSeconds * 1000,
      maxHttpBufferSize: eventBytes,
      perMessageDeflate: false,
      httpCompression: false,
    });
    this.server.use((_socket, next) => next(new Error(`There is nothing here: connect to ${FRONTEND_NAMESPACE}.`)));
    // The server itself knows one HTTP server only.
    for (const other of this.http.otherServers) this.server.engine.attach(other, { path: this.server.path() });
    this.server.engine.use(this.refuseStrangers);
    this.server.engine.on('connection', (connection: Connection) => {
      this.caps.holdProxied(connection.request, connection);
      boundQueue(connection, queuedBytes, countSlow);
    });
    return this.server;
  }

  /** What a handler returns is its acknowledgement: no more than that is bound to each socket. */
  override bindMessageHandlers(socket: Socket, handlers: readonly WsMessageHandler[]): void {
    for (const { message, callback } of handlers)
      socket.on(message, async (...parts: readonly unknown[]) => {
        const acknowledge = parts.at(-1);
        if (typeof acknowledge !== 'function') return callback(dataOf(parts));
        acknowledge(await callback(dataOf(parts.slice(0, -1)), acknowledge));
      });
  }

  /** Cuts every connection; frontends come back to whoever is there then. The HTTP server is not Socket.IO's to close. */
  override async close(): Promise<void> {
    this.server?.engine.close();
  }

  /** Asked for WebSocket upgrades and polling alike: CORS does not protect a WebSocket. */
  private readonly refuseStrangers = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const isNew = !request.url?.includes('sid=');
    const fault = this.rules.faultOf(request) ?? (isNew ? this.caps.faultOfProxied(request) : undefined);
    if (fault !== undefined) {
      this.refusals.countCall(problemOf(fault), request);
      this.measures.refused.add(fault.code);
      return refuseOn(request.socket, fault);
    }
    // What stands for the response to an upgrade stays with the connection, and would keep its request.
    if (request.headers.upgrade !== undefined) Reflect.set(response, 'req', null);
    next();
  };
}

/** An event has one payload; whoever sends several sends a list. */
function dataOf(parts: readonly unknown[]): unknown {
  return parts.length > 1 ? parts : parts[0];
}
