import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { EventLog, whyOf } from '../logging/index.js';

type Report = Parameters<SpanExporter['export']>[1];

/** Hands spans over, and has the log say when nobody takes them, and when somebody does again: once each. */
export class WatchedExporter implements SpanExporter {
  private isTaken = true;
  private lost = 0;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly collector: string,
    private readonly log = new EventLog('Tracing'),
  ) {}

  export(spans: ReadableSpan[], report: Report): void {
    this.exporter.export(spans, (result) => {
      if (result.error === undefined) this.taken();
      else this.refused(spans.length, result.error);
      report(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  private taken(): void {
    if (!this.isTaken) this.log.tell('traces.taken', { count: this.lost });
    this.isTaken = true;
    this.lost = 0;
  }

  private refused(count: number, error: Error): void {
    this.lost += count;
    if (this.isTaken)
      this.log.tell('traces.refused', { collector: this.collector, status: statusOf(error), why: whyOf(error) });
    this.isTaken = false;
  }
}

/** OpenTelemetry keeps to itself which status it was, where it tries again. */
function statusOf(error: Error): number | null {
  return 'code' in error && typeof error.code === 'number' ? error.code : null;
}
