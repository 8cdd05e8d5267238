import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What was asked, and with what headers. */
interface Question {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** Who knows of the agents: answers as the test wants it. */
export class Router {
  readonly questions: Question[] = [];
  answer: (response: ServerResponse, question: Question) => void = (response) => response.end('{"invite":true}');

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly port: number,
  ) {
    server.on('request', (request, response) => void this.hear(request, response));
  }

  static async start(port = 0): Promise<Router> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('it has no port');
    return new Router(server, address.port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/may-invite?site=shop`;
  }

  /** Settings of a service that asks it. */
  settings(): Readonly<Record<string, string>> {
    return { PACING_URL: this.url, OUTGOING_NETWORKS: 'loopback' };
  }

  says(reply: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): void {
    const text = typeof reply === 'string' ? reply : JSON.stringify(reply);
    this.answer = (response) => response.writeHead(status, headers).end(text);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    if (this.server.listening) await once(this.server, 'close');
  }

  private async hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url: path, headers } = request;
    const question = { method, path, headers, body: JSON.parse(Buffer.concat(chunks).toString()) };
    this.questions.push(question);
    this.answer(response, question);
  }
}
