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

/**
 * Where the domain announces what happened. A nudge in memory: who must not miss anything asks the store.
 * Listeners return at once and do not throw.
 */
@Injectable()
export class EngagementFeed {
  private readonly news = new Subject<AttemptNews>();

  announce(news: AttemptNews): void {
    this.news.next(news);
  }

  subscribe(listener: (news: AttemptNews) => void): Subscription {
    return this.news.subscribe(listener);
  }
}
