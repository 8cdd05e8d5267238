import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { vi } from 'vitest';
import { Cluster } from './cluster.js';
import { History } from './history.js';
import { Page } from './page.js';
import { type Reply, Strategy } from './strategy.js';

/** How long a strategy goes on sending what was not answered 200, in milliseconds. */
const PATIENCE_MS = 30_000;
const RETRY_AFTER_MS = 200;

/** How long a strategy waits for an invitation to be shown before it goes on, in milliseconds. */
const SHOWN_WITHIN_MS = 3_000;

/** One engage until it was answered 200, or was given up. */
interface Errand {
  readonly begunAt: number;
  readonly replies: readonly Reply[];
}

/** Strategies and visitors who go on, through nginx, until they are told to stop. */
export class Traffic {
  readonly history = new History();
  readonly errands: Errand[] = [];
  pages: readonly Page[] = [];
  /** From the answer to an engage until its page showed it, in milliseconds, with the time of the answer. */
  readonly waits: { readonly at: number; readonly ms: number }[] = [];
  private stopping = false;
  private readonly running: Promise<void>[] = [];

  private constructor(private readonly cluster: Cluster) {}

  /** @param visits how many visits, each with one page and a strategy of its own */
  static async start(cluster: Cluster, visits: number): Promise<Traffic> {
    const traffic = new Traffic(cluster);
    const pages = await Promise.all(
      Array.from({ length: visits }, () =>
        Page.open(traffic.history, cluster.edge.publicUrl, `visit-${randomUUID()}`, 'page'),
      ),
    );
    traffic.pages = pages;
    for (const page of pages) traffic.running.push(traffic.engageAgainAndAgain(page));
    return traffic;
  }

  /** Resolves when everyone has come to the end of what they were at. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  close(): void {
    for (const page of this.pages) page.close();
  }

  /** The replies that came between two moments. */
  repliesBetween(from: number, until: number): readonly Reply[] {
    return this.history.engages.filter(({ at }) => at >= from && at < until).map(({ reply }) => reply);
  }

  private async engageAgainAndAgain(page: Page): Promise<void> {
    const strategy = new Strategy(this.history, this.cluster.edge.internalUrl);
    while (!this.stopping) {
      const reply = await this.engage(strategy, page.visitId);
      if (reply.status === 200) await this.seeItThrough(strategy, page, reply);
      await delay(100 + Math.random() * 300);
    }
  }

  /** Sends the same again until it is answered 200, as a strategy should. */
  private async engage(strategy: Strategy, visitId: string): Promise<Reply> {
    const profile = { interactionId: randomUUID(), visitId, timeToLive: 20 };
    const begunAt = performance.now();
    const replies: Reply[] = [];
    for (;;) {
      const reply = await strategy.engage(profile);
      replies.push(reply);
      const isOver = reply.status === 200 || reply.status === 400 || performance.now() > begunAt + PATIENCE_MS;
      if (isOver) this.errands.push({ begunAt, replies });
      if (isOver) return reply;
      await delay(RETRY_AFTER_MS);
    }
  }

  private async seeItThrough(strategy: Strategy, page: Page, { body }: Reply): Promise<void> {
    const { attemptId = '', interactionId = '' } = body;
    const at = performance.now();
    const isShown = await vi
      .waitFor(() => page.isShowing(attemptId) || Promise.reject(new Error('not yet')), {
        timeout: SHOWN_WITHIN_MS,
        interval: 5,
      })
      .catch(() => false);
    if (isShown) this.waits.push({ at, ms: performance.now() - at });
    const choice = Math.random();
    if (choice < 0.3 || !isShown) await this.cancel(strategy, interactionId);
    else if (choice < 0.7) page.accept(attemptId);
    else page.decline(attemptId);
    await vi
      .waitFor(() => !page.isShowing(attemptId) || Promise.reject(new Error('not yet')), { timeout: PATIENCE_MS })
      .catch(() => undefined);
  }

  private async cancel(strategy: Strategy, interactionId: string): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const { status } = await strategy.cancel({ interactionId });
      if (status === 200 || status === 400) return;
      await delay(RETRY_AFTER_MS);
    }
  }
}
