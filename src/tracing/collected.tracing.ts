import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { Attempt } from '../engagement/index.js';
import { isSampled, spanContextIn, traceParentOf } from './trace-parent.js';
import { type Attributes, type OpenSpan, type SpanFacts, type TraceParent, Tracing } from './tracing.js';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** Traces that OpenTelemetry collects. */
export class CollectedTracing extends Tracing {
  override readonly isOn = true;

  constructor(
    private readonly tracer: Tracer,
    private readonly shutDown: () => Promise<void>,
  ) {
    super();
  }

  override begin(name: string, { parent, kind, begun }: SpanFacts): OpenSpan {
    const from = parent === null ? undefined : spanContextIn(parent);
    const span = this.tracer.startSpan(
      name,
      { kind: KINDS[kind], ...(begun !== undefined && { startTime: begun }) },
      from === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, from),
    );
    const add = (facts: Attributes): void => {
      // Most are not, where a part of all traces is collected.
      if (!span.isRecording()) return;
      for (const fact in facts) if (facts[fact] != null) span.setAttribute(fact, facts[fact]);
    };
    return {
      traceParent: traceParentOf(span.spanContext()),
      about: (attempt, beside) => add({ ...attributesOf(attempt), ...beside }),
      add,
      end: (failure) => {
        if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
        span.end();
      },
    };
  }

  override close(): Promise<void> {
    return this.shutDown();
  }

  protected override collects(traceParent: TraceParent | null): boolean {
    return traceParent !== null && isSampled(traceParent);
  }
}

function attributesOf({ attemptId, interactionId, state }: Attempt): Attributes {
  return {
    'engagement.attempt_id': attemptId,
    'engagement.interaction_id': interactionId,
    'engagement.state': state,
  };
}
