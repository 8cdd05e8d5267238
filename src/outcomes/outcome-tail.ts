import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  EngagementFeed,
  OneAtATime,
  type Outcome,
  OutcomeLog,
  Periodic,
  type Subscription,
} from '../engagement/index.js';
import { EventLog } from '../logging/index.js';

/** How often a node looks for outcomes that it was not told of, in milliseconds. */
const PAUSE_MS = 1_000;

/** How many outcomes one question to the store asks for. */
const BATCH = 500;

/** How many outcomes are kept at hand, for those who follow. */
const MOST_RECENT = 2_000;

/** For how long, in milliseconds: what is erased meanwhile is told for no longer. */
const RECENT_FOR_MS = 30_000;

interface Kept {
  readonly outcome: Outcome;
  /** By the monotonic clock. */
  readonly readAt: number;
}

/**
 * The end of the outcome log, read once for all who follow it on this node. Nobody follows: nothing is read. What this
 * node is told of is there at once, the rest within a second.
 */
@Injectable()
export class OutcomeTail implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Periodic;
  private readonly subscription: Subscription;
  private readonly followers = new Set<() => void>();
  /** Outcomes with places above `from`, up to `position`. */
  private recent: readonly Kept[] = [];
  private from = 0;
  private position = 0;
  private starting: Promise<void> | undefined;
  private readonly looking = new OneAtATime(() => this.look());

  constructor(
    private readonly log: OutcomeLog,
    feed: EngagementFeed,
  ) {
    this.sweep = new Periodic('outcome tail', PAUSE_MS, () => this.looking.run(), new EventLog(OutcomeTail.name));
    this.subscription = feed.subscribeEverywhere((news) => {
      if (news.kind !== 'started' && this.followers.size > 0) void this.looking.run().catch(() => undefined);
    });
  }

  get followerCount(): number {
    return this.followers.size;
  }

  onApplicationBootstrap(): void {
    void this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription.unsubscribe();
    await this.sweep.stop();
  }

  /** Reads on from now, until it is let go. @returns the place of the last outcome so far, and how to let go */
  async follow(changed: () => void): Promise<{ readonly position: number; readonly letGo: () => void }> {
    if (this.followers.size === 0) {
      this.starting ??= this.start().finally(() => {
        this.starting = undefined;
      });
      await this.starting;
    }
    this.followers.add(changed);
    return { position: this.position, letGo: () => this.letGo(changed) };
  }

  /** @returns outcomes with greater places than this one, in their order: as many as fit an answer */
  async after(position: number): Promise<readonly Outcome[]> {
    if (position >= this.position && this.followers.size > 0) return [];
    if (position < this.from) return this.log.after(position, BATCH);
    return this.recent
      .map(({ outcome }) => outcome)
      .filter((outcome) => outcome.position > position)
      .slice(0, BATCH);
  }

  private letGo(changed: () => void): void {
    this.followers.delete(changed);
    if (this.followers.size === 0) this.recent = [];
  }

  /** From the last outcome on. */
  private async start(): Promise<void> {
    await this.giveOutPlaces();
    const position = await this.log.last();
    this.recent = [];
    this.from = position;
    this.position = position;
  }

  private async giveOutPlaces(): Promise<void> {
    while ((await this.log.giveOutPlaces(BATCH)) >= BATCH);
  }

  private async look(): Promise<void> {
    await this.giveOutPlaces();
    if (this.followers.size > 0) await this.readOn();
    const now = performance.now();
    this.keep(this.recent.filter(({ readAt }) => readAt > now - RECENT_FOR_MS));
  }

  private async readOn(): Promise<void> {
    for (;;) {
      const outcomes = await this.log.after(this.position, BATCH);
      const last = outcomes.at(-1);
      if (last === undefined) return;
      const readAt = performance.now();
      this.position = last.position;
      this.keep([...this.recent, ...outcomes.map((outcome) => ({ outcome, readAt }))].slice(-MOST_RECENT));
      for (const changed of this.followers) changed();
    }
  }

  private keep(recent: readonly Kept[]): void {
    const [first] = recent;
    this.recent = recent;
    // The places between that and the one before are nobody's.
    this.from = first === undefined ? this.position : Math.max(this.from, first.outcome.position - 1);
  }
}
