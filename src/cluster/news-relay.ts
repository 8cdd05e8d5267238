import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import {
  type AttemptNews,
  Clock,
  EngagementFeed,
  type NewsFromElsewhere,
  type Subscription,
} from '../engagement/index.js';
import { messageOf, newsIn } from './messages.js';
import { NodeLink } from './node-link.js';
import { OutgoingNews } from './outgoing-news.js';

/** An invitation older than this is left to the sweep, which knows whether it still holds, in milliseconds. */
const OLD_AFTER_MS = 2_000;

/** Tells the other nodes what happens here, and this one what happens there. */
@Injectable()
export class NewsRelay implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(NewsRelay.name);
  private readonly self = randomUUID();
  private readonly outgoing: OutgoingNews<NewsFromElsewhere>;
  private subscription: Subscription | undefined;

  constructor(
    private readonly link: NodeLink,
    private readonly feed: EngagementFeed,
    private readonly clock: Clock,
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'roles'>,
  ) {
    this.outgoing = new OutgoingNews((news) => link.say('news', messageOf(this.self, news)));
  }

  onModuleInit(): void {
    const isListening = this.configuration.roles.includes('frontend');
    this.link.open();
    if (isListening) this.link.listenTo('news', (text) => this.hear(text));
    this.subscription = this.feed.subscribe((news) => {
      if (isToldElsewhere(news) && this.link.isOpen) this.outgoing.add(news);
    });
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
    this.link.close();
  }

  private hear(text: string): void {
    try {
      for (const news of newsIn(text, this.self)) if (!this.isOld(news)) this.feed.announceFromElsewhere(news);
    } catch (error) {
      this.log.warn({ event: 'news.unreadable', why: error instanceof Error ? error.message : String(error) });
    }
  }

  private isOld(news: NewsFromElsewhere): boolean {
    return news.kind === 'started' && news.attempt.createdAt < this.clock.now() - OLD_AFTER_MS;
  }
}

/** Other nodes tell pages what starts and what ends. */
function isToldElsewhere(news: AttemptNews): news is NewsFromElsewhere {
  return news.kind !== 'advanced';
}
