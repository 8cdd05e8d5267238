import { Injectable } from '@nestjs/common';
import { Subject, type Subscription } from 'rxjs';
import type { AttemptState } from '../contract/index.js';
import type { ActiveAttempt, Attempt, EndedAttempt } from './attempt.js';

/** What happened to an attempt. It is in the store already when it is announced. */
export type AttemptNews =
  | { readonly kind: 'started'; readonly attempt: ActiveAttempt }
  | { readonly kind: 'advanced'; readonly attempt: Attempt; readonly from: AttemptState }
  | {
      readonly kind: 'ended';
      readonly attempt: EndedAttempt;
      readonly from: AttemptState;
      /** The connection whose report ended it, which knows already. */
      readonly via: string | undefined;
    };

/** What another node tells. */
export type NewsFromElsewhere = Exclude<AttemptNews, { readonly kind: 'advanced' }>;

/**
 * Where the domain announces what happened. A nudge in memory: who must not miss anything asks the store.
 * Listeners return at once and do not throw.
 */
@Injectable()
export class EngagementFeed {
  private readonly here = new Subject<AttemptNews>();
  private readonly everywhere = new Subject<AttemptNews>();

  announce(news: AttemptNews): void {
    this.here.next(news);
    this.everywhere.next(news);
  }

  announceFromElsewhere(news: NewsFromElsewhere): void {
    this.everywhere.next(news);
  }

  /** Listens to what this node does: each thing that happens is announced by one node. */
  subscribe(listener: (news: AttemptNews) => void): Subscription {
    return this.here.subscribe(listener);
  }

  /** Listens to what any node does, as far as it is heard of here. */
  subscribeEverywhere(listener: (news: AttemptNews) => void): Subscription {
    return this.everywhere.subscribe(listener);
  }
}
