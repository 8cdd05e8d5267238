import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Webhook } from 'standardwebhooks';

export const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwXRzUTBmxvNk=';

/** One webhook as it came, its signature verified. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly path: string;
  readonly type: string;
  readonly attemptId: string;
  readonly sequence: number;
  readonly message: WebhookMessage;
  /** The message as it came. */
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
  /** When it had come, as performance.now() has it. */
  readonly at: number;
  /** Whether it was answered that it is taken. */
  readonly taken: boolean;
}

export interface WebhookMessage {
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly attemptId: string; readonly sequence: number; readonly [field: string]: unknown };
}

/** How a receiver answers: with a status and headers, by hanging, or by breaking off before, or after, it has taken it. */
export type Answer =
  | number
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: Buffer }
  | 'hang'
  | 'break-off';

/** Receives webhooks on loopback, and verifies each with the official library. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** What could not be verified. */
  readonly forged: string[] = [];
  private waiting: (() => void)[] = [];
  /** How long each answer takes, in milliseconds. */
  delayMs = 0;
  answer: (webhook: Omit<ReceivedWebhook, 'taken'>, count: number) => Answer = () => 204;

  private constructor(
    private readonly server: Server,
    private readonly secret: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.take(request, response));
  }

  static async start({ secret = WEBHOOK_SECRET, port = 0 } = {}): Promise<WebhookReceiver> {
    const server = createServer({ keepAliveTimeout: 1_000 });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new WebhookReceiver(server, secret);
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Settings of a service that tells it of outcomes. */
  settings(path = '/outcomes'): Readonly<Record<string, string>> {
    return {
      OUTCOME_WEBHOOK_URL: `${this.url}${path}`,
      OUTCOME_WEBHOOK_SECRET: this.secret,
      OUTGOING_NETWORKS: 'loopback',
    };
  }

  get taken(): readonly ReceivedWebhook[] {
    return this.received.filter(({ taken }) => taken);
  }

  /** Types and sequences that were taken for an attempt, in the order in which they came, each once. */
  storyOf(attemptId: string): readonly string[] {
    const told = this.taken.filter((webhook) => webhook.attemptId === attemptId);
    const ids = new Map(told.map(({ id, type, sequence }) => [id, `${sequence} ${type.replace('engagement.', '')}`]));
    return [...ids.values()];
  }

  /** Waits until what has come meets the condition. */
  async until(holds: (receiver: WebhookReceiver) => boolean, withinMs = 10_000): Promise<void> {
    const until = performance.now() + withinMs;
    while (!holds(this)) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(this.received.map(brief))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    if (this.forged.length > 0) throw new Error(`not signed: ${this.forged.join()}`);
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const message = this.verified(text, request.headers);
    if (message === undefined) return void response.writeHead(401).end();
    const webhook = {
      id: String(request.headers['webhook-id']),
      path: request.url ?? '',
      type: message.type,
      attemptId: message.data.attemptId,
      sequence: message.data.sequence,
      message,
      text,
      headers: request.headers,
      at: performance.now(),
    };
    const answer = this.answer(webhook, this.received.length);
    const status = typeof answer === 'number' ? answer : typeof answer === 'object' ? answer.status : undefined;
    this.received.push({ ...webhook, taken: status !== undefined && status < 300 });
    if (this.delayMs === 0) reply(response, answer);
    else setTimeout(() => reply(response, answer), this.delayMs);
    for (const wake of this.waiting.splice(0)) wake();
  }

  private verified(text: string, headers: IncomingHttpHeaders): WebhookMessage | undefined {
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    try {
      // The test's clock may be elsewhere: the signature is over the time that is sent.
      return verify(this.secret, text, sent);
    } catch (error) {
      this.forged.push(`${String(error)}: ${text}`);
      return undefined;
    }
  }
}

/** The official library also asks that the time be about now. Where a test's clock is not, the signature alone is. */
function verify(secret: string, text: string, headers: Record<string, string>): WebhookMessage {
  const webhook = new Webhook(secret);
  const sentAt = Number(headers['webhook-timestamp']) * 1000;
  if (Math.abs(sentAt - Date.now()) < 300_000) return webhook.verify(text, headers) as WebhookMessage;
  const expected = webhook.sign(headers['webhook-id'] ?? '', new Date(sentAt), text);
  if (!headers['webhook-signature']?.split(' ').includes(expected)) throw new Error('the signature is not right');
  return JSON.parse(text);
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'break-off') return void response.socket?.destroy();
  const { status, headers = {}, body } = typeof answer === 'number' ? { status: answer } : answer;
  response.writeHead(status, headers).end(body);
}

function brief({ id, type, taken }: ReceivedWebhook): string {
  return `${id} ${type} ${taken}`;
}

/** Answers of a receiver that fails one in three webhooks when it comes first: with 500, by hanging, or when it has taken it. */
export function failingAtFirst(): WebhookReceiver['answer'] {
  const seen = new Set<string>();
  return ({ id }, count) => {
    const isFirst = !seen.has(id);
    seen.add(id);
    return (isFirst && FAILURES[count % (3 * FAILURES.length)]) || 204;
  };
}

const FAILURES: readonly Answer[] = [500, 'break-off', 301, 503, 'break-off', 429, 500, 'hang'];
