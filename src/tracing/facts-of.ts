import type { Attempt } from '../engagement/index.js';
import type { SpanFacts } from './tracing.js';

/** What every span of an attempt's story says: which it is about. */
export function factsOf(
  { attemptId, interactionId, state, traceParent }: Attempt,
  kind: SpanFacts['kind'] = 'internal',
): SpanFacts & { readonly attributes: NonNullable<SpanFacts['attributes']> } {
  return {
    parent: traceParent,
    kind,
    attributes: {
      'engagement.attempt_id': attemptId,
      'engagement.interaction_id': interactionId,
      'engagement.state': state,
    },
  };
}
