import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What befalls a call: its reply is lost on the way back, or a proxy has nobody to hand it to and says so; or nothing. */
export type Mishap = 'reply lost' | 'nobody there' | 'none';

/** Seconds after which a proxy that had nobody asks to be called again. */
export const RETRY_AFTER_SECONDS = 2;

/** One call that went over the line. */
export interface Call {
  readonly path: string;
  readonly at: number;
  /** Whether the gateway said that it had answered this before. */
  readonly isReplay: boolean;
}

/** A line to a gateway on which the first calls have mishaps. */
export class PoorLine {
  readonly calls: Call[] = [];
  private readonly mishaps: Mishap[];

  private constructor(
    private readonly gateway: { readonly url: string },
    private readonly server: Server,
    readonly url: string,
    mishaps: readonly Mishap[],
  ) {
    this.mishaps = [...mishaps];
    server.on('request', (request, response) => void this.carry(request, response));
  }

  static async to(gateway: { readonly url: string }, ...mishaps: readonly Mishap[]): Promise<PoorLine> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return new PoorLine(gateway, server, `http://127.0.0.1:${port}`, mishaps);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const mishap = this.mishaps.shift();
    const body = await text(request);
    if (mishap === 'nobody there') {
      this.calls.push({ path, at: Date.now(), isReplay: false });
      response
        .writeHead(503, { 'retry-after': String(RETRY_AFTER_SECONDS), 'content-type': 'text/html' })
        .end('<h1>503</h1>');
      return;
    }
    const reply = await fetch(`${this.gateway.url}${path}`, {
      method,
      headers: { 'content-type': headers['content-type'] ?? 'application/json' },
      ...(body !== '' && { body }),
    });
    this.calls.push({ path, at: Date.now(), isReplay: reply.headers.get('idempotent-replayed') === 'true' });
    if (mishap === 'reply lost') response.destroy();
    else response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text());
  }
}
