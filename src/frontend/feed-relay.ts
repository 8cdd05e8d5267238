import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { EngagementFeed, type Subscription } from '../engagement/index.js';
import { InvitationPush } from './invitation-push.js';

/** Tells the pages of a visit what happens to its attempts. */
@Injectable()
export class FeedRelay implements OnModuleInit, OnApplicationShutdown {
  private subscription: Subscription | undefined;

  constructor(
    private readonly feed: EngagementFeed,
    private readonly push: InvitationPush,
  ) {}

  onModuleInit(): void {
    this.subscription = this.feed.subscribeEverywhere((news) => {
      if (news.kind === 'started') this.push.invite(news.attempt, 'news');
      if (news.kind === 'ended') this.push.close(news.attempt, news.via);
    });
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }
}
