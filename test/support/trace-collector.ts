import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A part of a trace, as far as tests look at it. */
export interface ToldSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Who told it. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** What OpenTelemetry sends as JSON. */
interface TraceExport {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: object }[] };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<ToldSpan, 'resource'>[] }[];
  }[];
}

/** Takes traces as OpenTelemetry's collector does, by OTLP over HTTP. */
export class TraceCollector {
  readonly spans: ToldSpan[] = [];
  calls = 0;
  /** What it answers; `null`: nothing at all. */
  status: number | null = 200;

  private constructor(readonly url: string) {}

  /** Ends with the test. */
  static async start(): Promise<TraceCollector> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('it listens on no port');
    const collector = new TraceCollector(`http://127.0.0.1:${address.port}`);
    server.on(
      'request',
      (request: IncomingMessage, response: ServerResponse) => void collector.take(request, response),
    );
    return collector;
  }

  /** What a service has in its environment to be collected here. */
  settings(): Readonly<Record<string, string>> {
    return { OTEL_EXPORTER_OTLP_ENDPOINT: this.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = (await json(request)) as TraceExport;
    this.calls += 1;
    if (this.status === null) return;
    const isTaken = request.url === '/v1/traces' && this.status === 200;
    if (isTaken) this.spans.push(...spansIn(sent));
    response.writeHead(isTaken ? 200 : this.status).end('{}');
  }
}

function spansIn({ resourceSpans }: TraceExport): ToldSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const attributes = resource.attributes.map(({ key, value }) => [key, Object.values(value)[0]] as const);
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({ ...span, resource: Object.fromEntries(attributes) }));
  });
}
