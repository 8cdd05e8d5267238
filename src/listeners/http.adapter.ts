import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as SecureServer } from 'node:https';
import { isIPv6 } from 'node:net';
import type { RequestHandler } from '@nestjs/common/internal';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Refusals } from '../access/index.js';
import type { Configuration } from '../config/index.js';
import { replyJson, toldFaultOf } from '../http/index.js';
import { EventLog, whyOf } from '../logging/index.js';
import type { TimedCounter } from '../measures/index.js';
import { certificateFilesOf, readCertificates } from './certificate-files.js';
import type { DirectCalls, Handler } from './direct-calls.js';
import { Drain } from './drain.js';
import { CallMeasures } from './call-measures.js';
import { routeOf } from './route-of.js';
import { type Listener, listenersFor } from './servers.js';
import { watchFiles } from './watched-files.js';

/** Express on the listeners that are configured. The framework knows the first; the other answers alike. */
export class HttpAdapter extends ExpressAdapter {
  readonly measures = new CallMeasures();
  private readonly log = new EventLog(HttpAdapter.name);
  private readonly first: Listener;
  private readonly others: readonly Listener[];
  private readonly drains: readonly Drain[];
  private stopWatching: () => void = () => undefined;
  private directCalls: DirectCalls | undefined;
  private directHeaders: Readonly<Record<string, string>> = {};

  /** @throws ConfigurationError for certificates that will not do */
  constructor(
    private readonly configuration: Configuration,
    refusals: Refusals,
  ) {
    super();
    const refused = this.measures.refusedConnections;
    const [first, ...others] = listenersFor(configuration, { refusals, refused }, (request, response) =>
      this.answer(request, response),
    );
    if (first === undefined) throw new Error('no listener is configured');
    this.first = first;
    this.others = others;
    this.drains = [first, ...others].map(({ server }) => new Drain(server));
  }

  /**
   * Lets POST calls go straight to their handlers from now on.
   *
   * @param headers what their replies carry beside their own
   */
  serveDirectly(calls: DirectCalls, headers: Readonly<Record<string, string>>): void {
    this.directCalls = calls;
    this.directHeaders = headers;
  }

  /** Also the framework's own way to tell of a handler. */
  override post(handler: RequestHandler): unknown;
  override post(path: unknown, handler: RequestHandler): unknown;
  override post(...route: readonly [RequestHandler] | readonly [unknown, RequestHandler]): unknown {
    if (route.length === 1) return super.post(route[0]);
    const [path, handler] = route;
    if (typeof path === 'string') this.directCalls?.add(path, timed(handler, this.measures.callsOf('POST', path)));
    return super.post(path, handler);
  }

  override status(response: ServerResponse, statusCode: number): void {
    response.statusCode = statusCode;
  }

  override reply(response: ServerResponse, body: unknown, statusCode?: number): unknown {
    // Express has not had it in its hands.
    const isDirect = !('json' in response);
    if (!isDirect || typeof body !== 'object' || body === null) return super.reply(response, body, statusCode);
    if (statusCode !== undefined) response.statusCode = statusCode;
    return replyJson(response, body, this.directHeaders);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const handler = this.directCalls?.handlerOf(request);
    if (handler !== undefined) return void handler(request, response, () => undefined);
    this.time(request, response);
    this.getInstance()(request, response);
  }

  /** Which route it took is known in the end. */
  private time(request: IncomingMessage, response: ServerResponse): void {
    const begun = performance.now();
    response.once('close', () => {
      const { method, route } = routeOf(request);
      this.measures.callsOf(method, route).ended(replyOf(request, response), begun);
    });
  }

  override initHttpServer(): void {
    this.httpServer = this.first.server;
  }

  /** The servers that the framework does not know. */
  get otherServers(): readonly Server[] {
    return this.others.map(({ server }) => server);
  }

  /** The port that the framework is to listen on. */
  get firstPort(): number {
    return this.first.port;
  }

  /**
   * Listens where the framework does not, once that does.
   *
   * @returns the addresses of all listeners
   */
  async listenBeside(host: string): Promise<readonly string[]> {
    for (const { server, port } of this.others) {
      server.listen(port, host);
      await once(server, 'listening');
    }
    const servers = [this.first, ...this.others].map(({ server }) => server);
    for (const server of servers) if (server instanceof SecureServer) this.keepUpToDate(server);
    return servers.map((server) => addressOf(server, host));
  }

  /** Takes no more connections. Requests that are under way may finish, and sockets stay. */
  stopListening(): void {
    this.stopWatching();
    for (const drain of this.drains) drain.begin();
  }

  override async close(): Promise<void> {
    this.stopListening();
    await Promise.all(this.drains.map((drain) => drain.end()));
  }

  /** Takes new certificates when their files change. Connections that are open keep what they have. */
  private keepUpToDate(server: SecureServer): void {
    const files = certificateFilesOf(this.configuration);
    const names = Object.values(files).filter((file) => file !== null);
    this.stopWatching = watchFiles(names, () => {
      try {
        server.setSecureContext(readCertificates(files));
        this.log.tell('certificates.renewed', {});
      } catch (error) {
        this.log.tell('certificates.kept', { why: whyOf(error) });
      }
    });
  }
}

/** A handler is done when it has replied. */
function timed(handler: Handler, calls: TimedCounter): Handler {
  return async (request, response, next) => {
    const begun = performance.now();
    await handler(request, response, next);
    calls.ended(replyOf(request, response), begun);
  };
}

/** The fault that a call was answered with, or the status where there was none. */
function replyOf(request: IncomingMessage, response: ServerResponse): string {
  return toldFaultOf(request) ?? String(response.statusCode);
}

/** Where a server on this machine is reached from it. */
function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (isIPv6(host) ? `[${host}]` : host);
  return `${server instanceof SecureServer ? 'https' : 'http'}://${name}:${port}`;
}
