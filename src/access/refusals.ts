import type { IncomingMessage } from 'node:http';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Problem } from '../contract/index.js';
import { EventLog } from '../logging/index.js';
import type { CallerAddress } from './caller-address.js';

/** How often refusals are told in sum, in milliseconds. */
const SUM_EVERY_MS = 60_000;

/** How many callers and codes are told apart. What is beyond is told in one sum for each code. */
const MOST_TOLD_APART = 1_000;

/** How much of an origin is told: it is the caller’s, and may be long. */
const MOST_QUOTED = 200;

/** Whoever gets these is not to blame for what they sent: they may not, are too many, or come at a bad time. */
const TURNED_AWAY: ReadonlySet<number> = new Set([403, 429, 503]);

/** As much of a problem as tells what it is. */
export type Refusal = Pick<Problem, 'code' | 'status'>;

/** Who was refused: an address, or the pages of an origin; neither for all who are not told apart. */
interface Whom {
  readonly address?: string;
  readonly origin?: string;
}

/** Refusals since the last line about them. */
interface Sum {
  readonly code: string;
  readonly whom: Whom;
  count: number;
  since: number;
}

/**
 * Tells the log whom the service turns away. There may be thousands of them in a second, of one address that asks too
 * much or of a site that is not allowed: the first is told at once, the others in sum.
 */
export class Refusals implements OnApplicationShutdown {
  private readonly sums = new Map<string, Sum>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly address: CallerAddress,
    private readonly log: Pick<EventLog, 'tell'> = new EventLog('Callers'),
  ) {}

  /** Counts a call that was answered with this. A page is told apart by its origin where that is the fault. */
  countCall(refusal: Refusal, request: IncomingMessage): void {
    const { origin } = request.headers;
    const isOrigin = refusal.code === 'forbidden-origin' && origin !== undefined;
    this.countOf(refusal, isOrigin ? { origin: origin.slice(0, MOST_QUOTED) } : { address: this.address.of(request) });
  }

  /** @param address as limits count by it */
  countAt(refusal: Refusal, address: string): void {
    this.countOf(refusal, { address });
  }

  /** Tells what is not told yet. */
  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.tellSums();
    this.sums.clear();
  }

  private countOf({ code, status }: Refusal, whom: Whom): void {
    if (TURNED_AWAY.has(status)) this.count(code, whom);
  }

  private count(code: string, whom: Whom): void {
    const known = this.sums.get(keyOf(code, whom));
    if (known !== undefined) known.count++;
    else if (this.sums.size < MOST_TOLD_APART || whom === OTHERS) this.begin(code, whom);
    else this.count(code, OTHERS);
  }

  private begin(code: string, whom: Whom): void {
    this.sums.set(keyOf(code, whom), { code, whom, count: 0, since: performance.now() });
    this.tell(code, whom, 1, 0);
    this.timer ??= setInterval(() => this.tellSums(), SUM_EVERY_MS).unref();
  }

  /** Whoever was not refused for so long is forgotten. */
  private tellSums(): void {
    const now = performance.now();
    for (const [key, sum] of this.sums) {
      const { code, whom, count, since } = sum;
      if (count === 0) this.sums.delete(key);
      else this.tell(code, whom, count, Math.ceil((now - since) / 1000));
      sum.count = 0;
      sum.since = now;
    }
    if (this.sums.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tell(code: string, { address, origin }: Whom, count: number, withinSeconds: number): void {
    this.log.tell('callers.refused', { code, address, origin, count, withinSeconds });
  }
}

const OTHERS: Whom = {};

function keyOf(code: string, { address, origin }: Whom): string {
  return `${code} ${address ?? origin ?? ''}`;
}
