import { setMaxListeners } from 'node:events';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Configuration } from '../config/index.js';
import { EventLog } from '../logging/index.js';
import type { AttemptDetails } from './attempt.js';
import { EitherSignal } from './either-signal.js';
import { EngagementFeed, type Subscription } from './engagement-feed.js';
import { EngagementService } from './engagement.service.js';
import { hasEnded } from './lifecycle.js';
import { Periodic } from './periodic.js';

const PAUSE_MS = 1_000;

const BATCH = 1_000;

/**
 * Lets callers wait until an attempt has ended. Any number may wait: each costs a timer and a place in a map, and all of
 * them together a question to the store every second, where attempts may end on other nodes without a word of it.
 */
@Injectable()
export class EndingWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly sweep: Periodic;
  private readonly subscription: Subscription;
  private readonly ending = new AbortController();

  constructor(
    private readonly engagement: EngagementService,
    @Inject(Configuration) private readonly configuration: Pick<Configuration, 'database'>,
    feed: EngagementFeed,
  ) {
    // Everybody who waits listens to it.
    setMaxListeners(0, this.ending.signal);
    this.sweep = new Periodic('ending watch', PAUSE_MS, () => this.look(), new EventLog(EndingWatch.name));
    this.subscription = feed.subscribeEverywhere((news) => {
      if (news.kind === 'ended') this.wake(news.attempt.attemptId);
    });
  }

  onApplicationBootstrap(): void {
    if (this.configuration.database.kind === 'postgres') void this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription.unsubscribe();
    await this.sweep.stop();
  }

  /**
   * The attempt as soon as it has ended, or as it stands when the time is up.
   *
   * @param withinMs how long to wait, in milliseconds
   * @param gone aborts when nobody waits any more
   * @throws EngagementError `attempt-not-found`
   */
  async untilEnded(attemptId: string, withinMs: number, gone: AbortSignal): Promise<AttemptDetails> {
    // Listens first and asks the store then, so that an ending in between is not missed.
    const heard = this.hear(attemptId);
    const over = new EitherSignal([gone, this.ending.signal]);
    try {
      const attempt = await this.engagement.find(attemptId);
      if (hasEnded(attempt.state)) return attempt;
      await heard.orAfter(withinMs, over.signal);
      return await this.engagement.find(attemptId);
    } finally {
      over.letGo();
      heard.stop();
    }
  }

  /** Answers everybody who waits, or comes to wait: the service is about to end. */
  release(): void {
    this.ending.abort();
  }

  get count(): number {
    let count = 0;
    for (const { size } of this.waiting.values()) count += size;
    return count;
  }

  private hear(attemptId: string): { orAfter(ms: number, over: AbortSignal): Promise<void>; stop(): void } {
    let tell: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const listeners = this.waiting.get(attemptId) ?? new Set();
    this.waiting.set(attemptId, listeners.add(tell));
    return {
      orAfter: async (ms, over) => {
        if (over.aborted) return;
        const timer = setTimeout(tell, ms);
        over.addEventListener('abort', tell);
        await ended;
        clearTimeout(timer);
        over.removeEventListener('abort', tell);
      },
      stop: () => {
        listeners.delete(tell);
        if (listeners.size === 0) this.waiting.delete(attemptId);
      },
    };
  }

  private wake(attemptId: string): void {
    for (const tell of this.waiting.get(attemptId) ?? []) tell();
  }

  private async look(): Promise<void> {
    const attemptIds = [...this.waiting.keys()];
    for (let from = 0; from < attemptIds.length; from += BATCH)
      for (const attempt of await this.engagement.endedAmong(attemptIds.slice(from, from + BATCH)))
        this.wake(attempt.attemptId);
  }
}
