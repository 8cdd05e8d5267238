import { TimedCounter } from '../../measures/index.js';
import type { DeliveryTry } from '../../engagement/index.js';

/** What comes of a try: the endpoint took it; it will be tried again; or it will not. */
export const TRY_RESULTS = ['delivered', 'again', 'given-up'] as const;

export type TryResult = (typeof TRY_RESULTS)[number];

/** How this node's calls to endpoints go. */
export class WebhookMeasures {
  private readonly tries = new Map<string, TimedCounter<TryResult>>();

  /** By the names of endpoints. */
  get byEndpoint(): Iterable<readonly [endpoint: string, tries: TimedCounter<TryResult>]> {
    return this.tries;
  }

  triesOf(endpoint: string): TimedCounter<TryResult> {
    const known = this.tries.get(endpoint);
    if (known !== undefined) return known;
    const tries = new TimedCounter(TRY_RESULTS);
    this.tries.set(endpoint, tries);
    return tries;
  }
}

export function resultOf({ verdict }: DeliveryTry): TryResult {
  if (verdict.kind === 'delivered') return 'delivered';
  return verdict.againAt === null ? 'given-up' : 'again';
}
