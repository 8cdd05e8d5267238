import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as SecureServer } from 'node:https';
import { isIPv6 } from 'node:net';
import { Logger } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Configuration } from '../config/index.js';
import { certificateFilesOf, readCertificates } from './certificate-files.js';
import { Drain } from './drain.js';
import { type Listener, listenersFor } from './servers.js';
import { watchFiles } from './watched-files.js';

/** Express on the listeners that are configured. The framework knows the first; the other answers alike. */
export class HttpAdapter extends ExpressAdapter {
  private readonly log = new Logger(HttpAdapter.name);
  private readonly first: Listener;
  private readonly others: readonly Listener[];
  private readonly drains: readonly Drain[];
  private stopWatching: () => void = () => undefined;

  /** @throws ConfigurationError for certificates that will not do */
  constructor(private readonly configuration: Configuration) {
    super();
    const [first, ...others] = listenersFor(configuration, this.getInstance());
    if (first === undefined) throw new Error('no listener is configured');
    this.first = first;
    this.others = others;
    this.drains = [first, ...others].map(({ server }) => new Drain(server));
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
        this.log.log({ event: 'certificates.renewed' });
      } catch (error) {
        this.log.error({ event: 'certificates.kept', why: error instanceof Error ? error.message : String(error) });
      }
    });
  }
}

/** Where a server on this machine is reached from it. */
function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (isIPv6(host) ? `[${host}]` : host);
  return `${server instanceof SecureServer ? 'https' : 'http'}://${name}:${port}`;
}
