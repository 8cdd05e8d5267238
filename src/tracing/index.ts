export { collectionIn } from './collection.js';
export { factsOf } from './facts-of.js';
export { startTracing } from './start-tracing.js';
export { TracedAttemptStore } from './traced.attempt-store.js';
export { NOTHING, NoTracing, type OpenSpan, type TraceParent, Tracing } from './tracing.js';
export { TracingModule } from './tracing.module.js';
