import { Injectable } from '@nestjs/common';
import type { Change } from './attempt-store.js';
import type { ActiveAttempt, Author, EndedAttempt } from './attempt.js';

/** What happened to an attempt. It is in the store already when it is announced. */
export type AttemptNews =
  | { readonly kind: 'started'; readonly attempt: ActiveAttempt }
  /** It has ended before anybody could see it. */
  | { readonly kind: 'suppressed'; readonly attempt: EndedAttempt }
  | ({ readonly kind: 'advanced' } & Change)
  | ({
      readonly kind: 'ended';
      /** The connection whose report ended it, which knows already. */
      readonly via: string | undefined;
    } & Change<EndedAttempt>);

/** What another node tells. */
export type NewsFromElsewhere = Exclude<AttemptNews, { readonly kind: 'advanced' }>;

/** Who brought something about, and by which call. */
export interface Cause {
  readonly by: Author;
  /** The name of the key or certificate that it was done with; `null` for a visitor, the gateway, and in open mode. */
  readonly actor: string | null;
  /** The id of the strategy's call; `null` where none asked for it. */
  readonly requestId: string | null;
}

type Listener = (news: AttemptNews) => void;
type ListenerHere = (news: AttemptNews, cause: Cause) => void;

/** Ends what a listener hears. */
export interface Subscription {
  unsubscribe(): void;
}

/**
 * Where the domain announces what happened. A nudge in memory: who must not miss anything asks the store.
 * Listeners return at once and do not throw.
 */
@Injectable()
export class EngagementFeed {
  private readonly here = new Set<ListenerHere>();
  private readonly everywhere = new Set<Listener>();

  announce(news: AttemptNews, cause: Cause): void {
    for (const listen of this.here) listen(news, cause);
    for (const listen of this.everywhere) listen(news);
  }

  announceFromElsewhere(news: NewsFromElsewhere): void {
    for (const listen of this.everywhere) listen(news);
  }

  /** Listens to what this node does: each thing that happens is announced by one node. */
  subscribe(listener: ListenerHere): Subscription {
    return added(listener, this.here);
  }

  /** Listens to what any node does, as far as it is heard of here. */
  subscribeEverywhere(listener: Listener): Subscription {
    return added(listener, this.everywhere);
  }
}

function added<L>(listener: L, listeners: Set<L>): Subscription {
  listeners.add(listener);
  return { unsubscribe: () => void listeners.delete(listener) };
}
