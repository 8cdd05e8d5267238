import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  type AttemptNews,
  type Cause,
  EngagementFeed,
  REASONS_TO_SUPPRESS,
  type Subscription,
} from '../engagement/index.js';
import { EventLog } from '../logging/index.js';

/** Reasons that are the service’s own. Those that a strategy or a page gives may say anything of anybody. */
const OWN_REASONS: ReadonlySet<string> = new Set(['replaced', 'erased', ...REASONS_TO_SUPPRESS]);

/** Tells the log what happens to attempts on this node. */
@Injectable()
export class AttemptLog implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new EventLog('Attempts');
  private subscription: Subscription | undefined;

  constructor(private readonly feed: EngagementFeed) {}

  onModuleInit(): void {
    this.subscription = this.feed.subscribe((news, cause) => this.tell(news, cause));
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  private tell(news: AttemptNews, { requestId, by, actor }: Cause): void {
    const { attemptId, interactionId, channel, ruleName, state, createdAt } = news.attempt;
    switch (news.kind) {
      case 'started':
        return this.log.tell('attempt.started', { requestId, attemptId, interactionId, channel, ruleName, actor });
      case 'suppressed': {
        const reason = ownReason(news.attempt.reason);
        const facts = { requestId, attemptId, interactionId, channel, ruleName, actor, reason };
        return this.log.tell('attempt.suppressed', facts);
      }
      case 'advanced':
        return this.log.tell('attempt.advanced', { attemptId, interactionId, from: news.from, to: state, actor });
      case 'ended': {
        const afterMs = news.attempt.endedAt - createdAt;
        const reason = ownReason(news.attempt.reason);
        const facts = { requestId, attemptId, interactionId, from: news.from, to: state, by, actor, reason, afterMs };
        return this.log.tell('attempt.ended', facts);
      }
    }
  }
}

function ownReason(reason: string | null): string | null {
  return reason !== null && OWN_REASONS.has(reason) ? reason : null;
}
