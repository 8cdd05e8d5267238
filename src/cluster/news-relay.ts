import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import {
  type AttemptNews,
  Clock,
  EngagementFeed,
  type NewsFromElsewhere,
  type Subscription,
} from '../engagement/index.js';
import { EventLog, whyOf } from '../logging/index.js';
import { messageOf, newsIn } from './messages.js';
import { NewsMeasures } from './news-measures.js';
import { NodeLink } from './node-link.js';
import { OutgoingNews } from './outgoing-news.js';

/** An invitation older than this is left to the sweep, which knows whether it still holds, in milliseconds. */
const OLD_AFTER_MS = 2_000;

/** Tells the other nodes what happens here, and this one what happens there. */
@Injectable()
export class NewsRelay implements OnModuleInit, OnApplicationShutdown {
  readonly measures = new NewsMeasures();
  private readonly log = new EventLog(NewsRelay.name);
  private readonly self = randomUUID();
  private readonly outgoing: OutgoingNews<NewsFromElsewhere>;
  private subscription: Subscription | undefined;

  constructor(
    private readonly link: NodeLink,
    private readonly feed: EngagementFeed,
    private readonly clock: Clock,
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'roles'>,
  ) {
    this.outgoing = new OutgoingNews((news) => link.say('news', messageOf(this.self, news)), this.measures);
  }

  onModuleInit(): void {
    const isListening = this.configuration.roles.includes('frontend');
    this.link.open();
    if (isListening) this.link.listenTo('news', (text) => this.hear(text));
    this.subscription = this.feed.subscribe((news) => {
      if (!isToldElsewhere(news)) return;
      if (this.link.isOpen) this.outgoing.add(news);
      else this.measures.out.add('apart');
    });
  }

  /** How much waits to be told. */
  get waitingCount(): number {
    return this.outgoing.waitingCount;
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
    this.link.close();
  }

  private hear(text: string): void {
    try {
      for (const news of newsIn(text, this.self)) this.take(news);
    } catch (error) {
      this.log.tell('news.unreadable', { why: whyOf(error) });
    }
  }

  private take(news: NewsFromElsewhere): void {
    if (this.isOld(news)) return this.measures.in.add('late');
    this.measures.in.add('taken');
    this.feed.announceFromElsewhere(news);
  }

  private isOld(news: NewsFromElsewhere): boolean {
    return news.kind === 'started' && news.attempt.createdAt < this.clock.now() - OLD_AFTER_MS;
  }
}

/** Other nodes tell pages what starts and what ends. */
function isToldElsewhere(news: AttemptNews): news is NewsFromElsewhere {
  return news.kind !== 'advanced';
}
