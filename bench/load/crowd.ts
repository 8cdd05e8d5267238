import { setTimeout as delay } from 'node:timers/promises';
import type { EngageRequests } from './engage-requests.js';
import type { Ledger } from './ledger.js';
import { type Reports, Visitor } from './visitor.js';

/** How many visitors connect at once. */
const CONNECTING_AT_ONCE = 64;

/** How the browser library comes back after its connection broke: see `reconnectionDelay` in src/client. Milliseconds. */
const COME_BACK = { leastMs: 200, mostMs: 1_800, ceilingMs: 18_000 } as const;

/** The visitors of a trial, spread evenly over the nodes. */
export class Crowd {
  private readonly visitors: Visitor[] = [];
  /** Whose turn it is to be engaged, and whose to leave. */
  private turn = { engage: 0, leave: 0 };
  /** How many visitors there have ever been. */
  private seen = 0;

  constructor(
    private readonly ports: readonly number[],
    private readonly requests: EngageRequests,
    private readonly ledger: Ledger,
    private readonly reports: readonly Reports[],
  ) {}

  /** @param tell is told now and then how many are connected */
  async connect(count: number, tell: (connected: number) => void = () => undefined): Promise<void> {
    const coming = Array.from({ length: count }, () => this.newVisitor());
    const connecting = Array.from({ length: CONNECTING_AT_ONCE }, async () => {
      for (let visitor = coming.pop(); visitor !== undefined; visitor = coming.pop()) {
        await visitor.connect();
        this.visitors.push(visitor);
        if (this.visitors.length % 100 === 0) tell(this.visitors.length);
      }
    });
    await Promise.all(connecting);
  }

  get size(): number {
    return this.visitors.length;
  }

  get connected(): number {
    return this.visitors.filter(({ isConnected }) => isConnected).length;
  }

  /** Begins to engage the next one who is not asked already. Waits for one when all are. */
  async nextToEngage(): Promise<{ readonly number: number; readonly visitId: string }> {
    for (;;) {
      for (let tried = 0; tried < this.visitors.length; tried++) {
        const visitor = this.visitors[this.turn.engage++ % this.visitors.length];
        if (visitor === undefined || !this.isFree(visitor)) continue;
        visitor.engagement = this.ledger.begin(visitor.index);
        return { number: visitor.engagement, visitId: visitor.visitId };
      }
      await delay(2);
    }
  }

  /** One visitor goes, and another one comes. @returns whether anybody could go: nobody does who is just being asked */
  async exchange(): Promise<boolean> {
    const place = this.turn.leave++ % this.visitors.length;
    const visitor = this.visitors[place];
    if (visitor === undefined || !this.isFree(visitor)) return false;
    visitor.cut();
    const newcomer = this.newVisitor();
    this.visitors[place] = newcomer;
    await newcomer.connect();
    return true;
  }

  cutAll(): void {
    for (const visitor of this.visitors) visitor.cut();
  }

  /**
   * Each comes back by itself, as the browser library does: after a pause at random, and a longer one at each failure.
   *
   * @param isTooLate says when nobody tries any more
   */
  async comeBack(isTooLate: () => boolean): Promise<void> {
    await Promise.all(this.visitors.map((visitor) => comeBack(visitor, isTooLate)));
  }

  private newVisitor(): Visitor {
    const index = this.seen++;
    const port = this.ports[index % this.ports.length] ?? 0;
    const reports = this.reports[index % this.reports.length] ?? ['declined'];
    return new Visitor(index, this.requests.visitIdOf(index), port, this.requests, this.ledger, reports);
  }

  private isFree({ engagement }: Visitor): boolean {
    return engagement === undefined || this.ledger.isOver(engagement);
  }
}

async function comeBack(visitor: Visitor, isTooLate: () => boolean): Promise<void> {
  const { leastMs, mostMs, ceilingMs } = COME_BACK;
  for (let failures = 0; !visitor.isConnected && !isTooLate(); failures++) {
    const pause = (leastMs + Math.random() * (mostMs - leastMs)) * 2 ** failures;
    await delay(Math.min(pause, ceilingMs));
    await visitor.connect().catch(() => undefined);
  }
}
