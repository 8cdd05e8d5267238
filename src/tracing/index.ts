export { collectionIn } from './collection.js';
export { startTracing } from './start-tracing.js';
export { TracedAttemptStore } from './traced.attempt-store.js';
export { NoTracing, Tracing } from './tracing.js';
export { TracingModule } from './tracing.module.js';
