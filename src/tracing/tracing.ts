import type { Attempt } from '../engagement/index.js';

/** A W3C `traceparent`: which trace something is part of, and what it came from. */
export type TraceParent = string;

/** What a span is about, from its beginning on. */
export interface SpanFacts {
  /** What it came from; `null` begins a trace. */
  readonly parent: TraceParent | null;
  /** Whether it answers a call, makes one, or neither. */
  readonly kind: 'server' | 'client' | 'internal';
  /** In milliseconds since 1970, by the machine's clock; now when it is left out. */
  readonly begun?: number;
}

/** What a part of an attempt's story is about, beside the attempt. */
export interface PartFacts extends Partial<Pick<SpanFacts, 'kind' | 'begun'>> {
  readonly beside?: Attributes;
}

/** Nothing of a visitor's is in them. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** Something that goes on, and is to be ended. */
export interface OpenSpan {
  /** For what comes from it; `null` where nobody traces. */
  readonly traceParent: TraceParent | null;
  /** Which attempt it is about, and what is known of it beside. */
  about(attempt: Attempt, beside?: Attributes): void;
  /** What is known of it later on. */
  add(attributes: Attributes): void;
  /** @param failure the kind of what went wrong, and nothing of a visitor's; nothing where nothing did */
  end(failure?: string): void;
}

/** Tells the story of an attempt, across calls and nodes, to whoever collects traces. */
export abstract class Tracing {
  /** Whether anybody collects them: where nobody does, nothing is to be done for it. */
  abstract readonly isOn: boolean;

  abstract begin(name: string, facts: SpanFacts): OpenSpan;

  /** A part of the story of an attempt; nothing where it was decided, when that began, that it is not collected. */
  partOf(attempt: Attempt, name: string, { kind = 'internal', beside, ...facts }: PartFacts = {}): OpenSpan {
    if (!this.collects(attempt.traceParent)) return NOTHING;
    const span = this.begin(name, { ...facts, parent: attempt.traceParent, kind });
    span.about(attempt, beside);
    return span;
  }

  /** What goes on during some work. */
  async during<Result>(name: string, facts: SpanFacts, work: (span: OpenSpan) => Promise<Result>): Promise<Result> {
    const span = this.begin(name, facts);
    try {
      const result = await work(span);
      span.end();
      return result;
    } catch (error) {
      span.end(kindOf(error));
      throw error;
    }
  }

  /** Hands over what has not been handed over yet. */
  abstract close(): Promise<void>;

  /** Whether what comes from this is collected too. */
  protected abstract collects(traceParent: TraceParent | null): boolean;
}

/** A span that nobody collects. */
const NOTHING: OpenSpan = {
  traceParent: null,
  about: () => undefined,
  add: () => undefined,
  end: () => undefined,
};

/** Nobody collects traces. */
export class NoTracing extends Tracing {
  override readonly isOn = false;

  override begin(): OpenSpan {
    return NOTHING;
  }

  override during<Result>(_: string, __: SpanFacts, work: (span: OpenSpan) => Promise<Result>): Promise<Result> {
    return work(NOTHING);
  }

  override async close(): Promise<void> {
    // Nothing is left.
  }

  protected override collects(): boolean {
    return false;
  }
}

/** Not its message, which may name the visit. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
