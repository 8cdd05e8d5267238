import {
  InMemorySpanExporter,
  NodeTracerProvider,
  ParentBasedSampler,
  AlwaysOnSampler,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { CollectedTracing } from '#service/tracing/collected.tracing.js';
import { startTracing } from '#service/tracing/index.js';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { anIxnProfile, seconds, TestClock } from './support/builders.js';
import { aTestDirectory } from './support/directory.js';
import { TestFrontend } from './support/frontend.js';
import type { LogLine } from './support/log-lines.js';
import { ServiceProcess } from './support/process.js';
import { TestService } from './support/service.js';
import { TraceCollector } from './support/trace-collector.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const TRACE_PARENT = `00-${TRACE}-${CALLER}-01`;

describe('a service that is traced', () => {
  let spans: InMemorySpanExporter;
  let receiver: WebhookReceiver;
  let service: TestService;

  beforeEach(async () => {
    spans = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({
      sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
      spanProcessors: [new SimpleSpanProcessor(spans)],
    });
    receiver = await WebhookReceiver.start();
    const tracing = new CollectedTracing(provider.getTracer('test'), () => provider.forceFlush());
    service = await TestService.start(receiver.settings(), new TestClock(Date.now()), tracing);
  });

  afterEach(async () => {
    await service.stop();
    await receiver.stop();
  });

  const named = (name: string): ReadableSpan | undefined => spans.getFinishedSpans().find((span) => span.name === name);

  /** An attempt that a visitor sees and answers. */
  const aStory = async (
    answer: 'accepted' | 'declined',
    headers: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const visitId = 'v-1';
    const browser = await TestFrontend.connect(service, { visitId });
    const { body } = await service.engage(anIxnProfile({ visitId, data: { card: '4111' } }), headers);
    await browser.invitations.next();
    for (const disposition of ['delivered', 'shown', answer] as const)
      await browser.report({ attemptId: body.attemptId, disposition });
    await receiver.until(({ taken }) => taken.length === 2);
    await expect.poll(() => named(`webhook engagement.${answer}`)).toBeDefined();
    browser.close();
    return body.attemptId;
  };

  it('tells an attempt’s whole story in one trace, the caller’s', async () => {
    const attemptId = await aStory('accepted', { traceparent: TRACE_PARENT });

    const told = spans.getFinishedSpans();
    expect(new Set(told.map((span) => span.spanContext().traceId))).toEqual(new Set([TRACE]));
    expect(told.map(({ name }) => name).toSorted()).toEqual([
      'commit accepted',
      'commit delivered',
      'commit pending',
      'commit shown',
      'disposition accepted',
      'disposition delivered',
      'disposition shown',
      'engage',
      'push invitation',
      'webhook engagement.accepted',
      'webhook engagement.shown',
    ]);
    const engage = named('engage');
    expect(engage?.parentSpanContext?.spanId).toBe(CALLER);
    for (const span of told.filter(({ name }) => name !== 'engage')) {
      expect([span.name, span.parentSpanContext?.spanId]).toEqual([span.name, engage?.spanContext().spanId]);
      expect(span.attributes).toMatchObject({ 'engagement.attempt_id': attemptId });
    }
    expect(named('commit accepted')?.attributes).toMatchObject({ 'engagement.state': 'accepted' });
    expect(named('webhook engagement.accepted')?.attributes).toMatchObject({ 'http.response.status_code': 204 });
  });

  it('hands the trace on to whom it tells', async () => {
    await aStory('declined', { traceparent: TRACE_PARENT });

    const webhook = named('webhook engagement.declined');
    expect(receiver.received.at(-1)?.headers['traceparent']).toBe(`00-${TRACE}-${webhook?.spanContext().spanId}-01`);
  });

  it('begins a trace of its own for a caller that has none, or something else in its place', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-2' }));
    await service.engage(anIxnProfile({ visitId: 'v-3' }), { traceparent: '00-nothing-of-the-kind-01' });
    await service.engage(anIxnProfile({ visitId: 'v-4' }), { traceparent: `${TRACE_PARENT}-extra` });

    const engages = spans.getFinishedSpans().filter(({ name }) => name === 'engage');
    expect(engages.map(({ parentSpanContext }) => parentSpanContext)).toEqual([undefined, undefined, undefined]);
    expect(new Set(engages.map((span) => span.spanContext().traceId)).size).toBe(3);
  });

  it('leaves out what its caller does not want collected, and hands on that it does not', async () => {
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });
    const profile = anIxnProfile({ visitId: 'v-1' });
    await service.engage(profile, { traceparent: `00-${TRACE}-${CALLER}-00` });
    const { attemptId } = await browser.invitations.next();
    await browser.report({ attemptId, disposition: 'failed' });
    await receiver.until(({ taken }) => taken.length === 1);
    expect(receiver.received[0]?.headers['traceparent']).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    browser.close();

    expect(spans.getFinishedSpans()).toEqual([]);
  });

  it('tells how an attempt ends that nobody sees, also after a restart', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-1', timeToLive: 5 }), { traceparent: TRACE_PARENT });
    service = await service.restart({ downFor: seconds(10) });

    await expect.poll(() => named('commit expired')).toBeDefined();
    expect(named('commit expired')?.spanContext().traceId).toBe(TRACE);
  });

  it('tells of a call that is refused, and that it was', async () => {
    await service.engage(anIxnProfile({ visitId: 'v-1' }), { traceparent: TRACE_PARENT });
    await service.engage(anIxnProfile({ visitId: 'v-1' }), { traceparent: TRACE_PARENT });

    const refused = spans.getFinishedSpans().filter(({ name }) => name === 'engage')[1];
    expect(refused?.status).toEqual({ code: 2, message: 'visit-engaged' });
  });

  it('tells a cancellation in the story of its attempt, and the call in its caller’s', async () => {
    const other = '11111111111111111111111111111111';
    const browser = await TestFrontend.connect(service, { visitId: 'v-1' });
    const { body } = await service.engage(anIxnProfile({ visitId: 'v-1' }), { traceparent: TRACE_PARENT });
    await browser.invitations.next();
    await service.noengage({ interactionId: body.interactionId }, { traceparent: `00-${other}-${CALLER}-01` });
    await browser.closings.next();

    expect(named('noengage')?.spanContext().traceId).toBe(other);
    expect(named('commit cancelled')?.spanContext().traceId).toBe(TRACE);
    expect(named('push invitation:closed')?.spanContext().traceId).toBe(TRACE);
    browser.close();
  });

  it('tells what was cancelled before its engage came in the story of its engage', async () => {
    const profile = anIxnProfile({ visitId: 'v-1' });
    await service.noengage({ interactionId: profile.interactionId });
    const { body } = await service.engage(profile, { traceparent: TRACE_PARENT });

    expect(body.state).toBe('cancelled');
    const commit = named('commit cancelled');
    expect(commit?.spanContext().traceId).toBe(TRACE);
    expect(commit?.parentSpanContext?.spanId).toBe(named('engage')?.spanContext().spanId);
    expect(commit?.attributes).toMatchObject({ 'engagement.attempt_id': body.attemptId });
  });

  it('keeps everything of a visitor’s out of it', async () => {
    await aStory('accepted', { traceparent: TRACE_PARENT });

    const text = JSON.stringify(spans.getFinishedSpans().map(({ name, attributes }) => [name, attributes]));
    expect(text).not.toContain('v-1');
    expect(text).not.toContain('4111');
  });
});

describe('OpenTelemetry’s own variables', () => {
  it.each([
    {},
    { OTEL_SDK_DISABLED: 'true', OTEL_TRACES_EXPORTER: 'otlp' },
    { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
  ])('leave it off: %j', async (environment) => {
    expect((await startTracing(environment)).isOn).toBe(false);
  });

  it.each([
    { OTEL_TRACES_EXPORTER: 'otlp' },
    { OTEL_TRACES_EXPORTER: 'otlp', OTEL_TRACES_SAMPLER: 'always_on', OTEL_TRACES_SAMPLER_ARG: 'of no concern' },
    { OTEL_TRACES_EXPORTER: 'otlp', OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
  ])('turn it on: %j', async (environment) => {
    const tracing = await startTracing(environment);

    expect(tracing.isOn).toBe(true);
    await tracing.close();
  });

  it.each([
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER="zipkin" will not do'],
    [{ OTEL_TRACES_EXPORTER: 'console' }, 'OTEL_TRACES_EXPORTER="console" will not do'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '127.0.0.1:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT will not do'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT will not do'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://u:s3cret@c:4318 ' }, 'OTEL_EXPORTER_OTLP_ENDPOINT will not do'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://' }, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT will not do'],
    [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_TRACES_SAMPLER: 'some' }, 'OTEL_TRACES_SAMPLER="some" will not do'],
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '5%' },
      'OTEL_TRACES_SAMPLER_ARG="5%" will not do',
    ],
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'OTEL_EXPORTER_OTLP_PROTOCOL="grpc" will not do',
    ],
  ])('are refused where they ask for what is not there: %j', async (environment, complaint) => {
    await expect(startTracing(environment)).rejects.toThrow(complaint);
  });

  it('send what happened to a collector before the service ends', async () => {
    const collector = await TraceCollector.start();
    const service = await aTracedProcess(collector, { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' });
    await engageAt(service);
    expect(await service.signal('SIGTERM')).toBe(0);

    expect(collector.calls).toBe(1);
    expect(collector.spans.map(({ name }) => name)).toEqual(['commit pending', 'engage']);
    for (const span of collector.spans)
      expect(span).toMatchObject({
        traceId: TRACE,
        resource: { 'service.name': 'engagement-gateway', 'deployment.environment.name': 'test' },
      });
  });
});

describe('a collector that takes nothing', () => {
  it('is told of once, and again when it does', async () => {
    const collector = await TraceCollector.start();
    const service = await aTracedProcess(collector, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url.replace('//', '//service:s3cret-of-tracing@'),
      OTEL_BSP_SCHEDULE_DELAY: '50',
      LOG_LEVEL: 'info',
    });
    const told = (): readonly LogLine[] => service.log.filter(({ event }) => event?.startsWith('traces.'));

    collector.status = 400;
    await engageAt(service);
    await expect.poll(() => collector.calls).toBe(1);
    await engageAt(service);
    await expect.poll(() => collector.calls).toBe(2);
    collector.status = 200;
    await engageAt(service);
    await expect.poll(told).toHaveLength(2);
    expect(await service.signal('SIGTERM')).toBe(0);

    expect(told()).toEqual([
      expect.objectContaining({
        event: 'traces.refused',
        level: 'warn',
        collector: collector.url,
        status: 400,
        why: 'Bad Request',
      }),
      expect.objectContaining({ event: 'traces.taken', level: 'info', count: 4 }),
    ]);
    expect(service.output).not.toContain('s3cret-of-tracing');
  });

  it('keeps nobody from ending', async () => {
    const collector = await TraceCollector.start();
    collector.status = null;
    const service = await aTracedProcess(collector);
    await engageAt(service);
    const began = performance.now();

    expect(await service.signal('SIGTERM')).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(collector.calls).toBe(1);
  });
});

async function aTracedProcess(
  collector: TraceCollector,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const service = await ServiceProcess.start({
    DATABASE_URL: `sqlite:${aTestDirectory()}/test.db`,
    ...collector.settings(),
    ...environment,
  });
  onTestFinished(async () => {
    if (service.isRunning) await service.signal('SIGKILL');
  });
  return service;
}

async function engageAt(service: ServiceProcess): Promise<void> {
  const reply = await fetch(`${service.url}/backend/data/gateway/engage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: TRACE_PARENT },
    body: JSON.stringify({ ixnProfile: anIxnProfile() }),
  });
  expect(reply.status).toBe(200);
}
