import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { EventLog } from '../logging/index.js';

/** What nodes speak about: what happens to attempts, and how they fare themselves. */
const CHANNELS = { news: 'engagement:news', nodes: 'engagement:nodes' } as const;

export type Channel = keyof typeof CHANNELS;

/** How often a node tells itself, over Redis, that it lives, in milliseconds. */
const BEAT_MS = 1_000;

/** Having heard nothing of itself for so long, a node takes Redis for away, in milliseconds. */
const SILENT_FOR_MS = 3_000;

const CONNECT_WITHIN_MS = 1_000;

/** A connection on which nothing comes for so long is given up, in milliseconds. There is a beat on each. */
const QUIET_FOR_MS = 5_000;

const RECONNECT_AFTER_MS = 100;
const RECONNECT_JITTER_MS = 900;

type Client = ReturnType<typeof createClient>;

/**
 * The way from node to node: channels of Redis. What is said is heard at once or not at all: nothing waits for a
 * Redis that is away, and nobody waits for what is said.
 */
export class NodeLink {
  private readonly log = new EventLog(NodeLink.name);
  private readonly sender: Client;
  private readonly receiver: Client;
  private beat: NodeJS.Timeout | undefined;
  private readonly madeAt = performance.now();
  private heardAt = Number.NEGATIVE_INFINITY;
  private heardSince = Number.NEGATIVE_INFINITY;
  private wasUp: boolean | undefined;
  private trouble = '';
  private closed = false;

  /** @param url where Redis is */
  constructor(url: string) {
    const socket = {
      connectTimeout: CONNECT_WITHIN_MS,
      socketTimeout: QUIET_FOR_MS,
      reconnectStrategy: () => RECONNECT_AFTER_MS + Math.random() * RECONNECT_JITTER_MS,
    };
    this.sender = createClient({ url, socket, disableOfflineQueue: true });
    // It sends nothing but its subscriptions, and a ping by which its connection is known to be alive.
    this.receiver = createClient({ url, socket, pingInterval: BEAT_MS });
    for (const client of [this.sender, this.receiver])
      client.on('error', (error: Error) => {
        this.trouble = error.message;
      });
  }

  /** Whether what this node says is heard now. */
  get isUp(): boolean {
    return performance.now() - this.heardAt < SILENT_FOR_MS;
  }

  /** Since when it is heard; or, while it is not, when it was heard last. */
  get since(): Date {
    const moment = this.isUp ? this.heardSince : Math.max(this.heardAt, this.madeAt);
    return new Date(performance.timeOrigin + moment);
  }

  /** Connects, as often as it takes; nobody waits for it. */
  open(): void {
    const own = `engagement:node:${randomUUID()}`;
    for (const client of [this.sender, this.receiver]) client.connect().catch(() => undefined);
    void this.subscribe(own, () => {
      if (!this.isUp) this.heardSince = performance.now();
      this.heardAt = performance.now();
    });
    this.beat = setInterval(() => {
      this.tellChange();
      if (this.isOpen) this.sender.publish(own, '').catch(() => undefined);
    }, BEAT_MS).unref();
  }

  /** Whether anything can be said. */
  get isOpen(): boolean {
    return this.sender.isReady;
  }

  /** Says it to every node, this one too. @throws Error when Redis has not taken it */
  async say(channel: Channel, text: string): Promise<void> {
    await this.sender.publish(CHANNELS[channel], text);
  }

  /** Hears from now on what every node says. */
  listenTo(channel: Channel, hear: (text: string) => void): void {
    void this.subscribe(CHANNELS[channel], hear);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.beat);
    for (const client of [this.sender, this.receiver]) client.destroy();
  }

  /** Once it is heard, the client sees to it on each new connection. One that breaks before that leaves nothing behind. */
  private async subscribe(channel: string, hear: (text: string) => void): Promise<void> {
    while (!this.closed) {
      try {
        await this.receiver.subscribe(channel, hear);
        return;
      } catch {
        await delay(RECONNECT_AFTER_MS, undefined, { ref: false });
      }
    }
  }

  private tellChange(): void {
    const { isUp } = this;
    if (isUp === this.wasUp) return;
    // It has only just begun.
    if (!isUp && this.wasUp === undefined && this.trouble === '') return;
    if (isUp) this.log.tell('nodes.connected', {});
    else this.log.tell('nodes.apart', { why: this.trouble || 'nothing is heard' });
    this.trouble = '';
    this.wasUp = isUp;
  }
}
