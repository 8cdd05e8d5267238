import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api';
import type { TraceParent } from './tracing.js';

/** As version 00 has it. What later versions add stands behind it, and is passed over. */
const FORM = /^(?!ff)(?!00.{54})[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/s;

/** @returns nothing for a text that is no `traceparent` @see https://www.w3.org/TR/trace-context/#traceparent-header */
export function spanContextIn(text: string): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] = FORM.exec(text) ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

/** Whether a text that is a `traceparent` says that it is collected: by the lowest bit of its flags. */
export function isSampled(traceParent: TraceParent): boolean {
  return (Number.parseInt(traceParent.slice(53, 55), 16) & TraceFlags.SAMPLED) !== 0;
}

export function traceParentOf({ traceId, spanId, traceFlags }: SpanContext): TraceParent {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
