import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { Server, type ServerOptions } from 'socket.io';
import { CallerRules } from '../access/index.js';
import { FRONTEND_NAMESPACE } from '../contract/index.js';
import { Configuration } from '../config/index.js';

/** How long a connection may take until it has joined the namespace, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;

/** The longest message that a frontend may send, in bytes. */
const MOST_MESSAGE_BYTES = 64 * 1024;

/** Socket.IO as this service runs it. */
export class FrontendAdapter extends IoAdapter {
  private readonly rules: CallerRules;
  private readonly configuration: Configuration;
  private server: Server | undefined;

  constructor(application: INestApplicationContext) {
    super(application);
    this.rules = application.get(CallerRules);
    this.configuration = application.get<Configuration>(Configuration);
  }

  override createIOServer(_port: number, options?: ServerOptions): Server {
    this.server = new Server(this.httpServer, {
      ...options,
      serveClient: false,
      // Asked for WebSocket upgrades and polling alike: CORS does not protect a WebSocket.
      allowRequest: (request, answer) => {
        const fault = this.rules.faultOf(request);
        answer(fault?.message, fault === undefined);
      },
      cors: { origin: [...this.configuration.allowedOrigins] },
      connectTimeout: CONNECT_TIMEOUT_MS,
      maxHttpBufferSize: MOST_MESSAGE_BYTES,
      perMessageDeflate: false,
      httpCompression: false,
    });
    this.server.use((_socket, next) => next(new Error(`There is nothing here: connect to ${FRONTEND_NAMESPACE}.`)));
    return this.server;
  }

  /** Cuts every connection; frontends come back to whoever is there then. The HTTP server is not Socket.IO's to close. */
  override async close(): Promise<void> {
    this.server?.engine.close();
  }
}
