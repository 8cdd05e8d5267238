import { setTimeout as delay } from 'node:timers/promises';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { type Environment, VERSION } from '../config/index.js';
import { type Collection, collectionIn } from './collection.js';
import { NoTracing, type Tracing } from './tracing.js';

const NAME = 'engagement-gateway';

/** How long the end of the service waits for whoever takes the last spans, in milliseconds. */
const CLOSE_WITHIN_MS = 2_000;

/**
 * Traces as OpenTelemetry's own variables want them. What collects them is loaded when one of them asks for it, and not before.
 *
 * @throws ConfigurationError for a variable that asks for what is not there
 */
export async function startTracing(environment: Environment): Promise<Tracing> {
  const collection = collectionIn(environment);
  if (collection === null) return new NoTracing();
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
  const { defaultResource, detectResources, envDetector, hostDetector, processDetector, resourceFromAttributes } =
    await import('@opentelemetry/resources');
  const { CollectedTracing } = await import('./collected.tracing.js');
  const { WatchedExporter } = await import('./watched-exporter.js');
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': NAME, 'service.version': VERSION }))
      .merge(detectResources({ detectors: [hostDetector, processDetector, envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new WatchedExporter(await exporterFor(collection), collection.collector))],
  });
  return new CollectedTracing(provider.getTracer(NAME, VERSION), () => inTime(provider.shutdown()));
}

/** A collector that is away keeps nobody from ending. */
async function inTime(work: Promise<void>): Promise<void> {
  await Promise.race([work.catch(() => undefined), delay(CLOSE_WITHIN_MS, undefined, { ref: false })]);
}

/** It reads the rest of the variables itself. */
async function exporterFor({ protocol }: Collection): Promise<SpanExporter> {
  switch (protocol) {
    case 'http/protobuf': {
      const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
      return new OTLPTraceExporter();
    }
    case 'http/json': {
      const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
      return new OTLPTraceExporter();
    }
  }
}
