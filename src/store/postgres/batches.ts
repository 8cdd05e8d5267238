import { BatchMeasures } from '../store-measures.js';
import { hasWaitedTooLong, tooSlow } from './calls.js';

const MOST_IN_BATCH = 500;

interface Bounds {
  /** How many batches may be under way at once. */
  readonly lanes: number;
  /** How many calls one batch holds at most. */
  readonly mostInBatch?: number;
}

interface Waiting<Asked, Answered> {
  readonly call: Asked;
  readonly since: number;
  readonly resolve: (answer: Answered) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers calls of one kind into batches, so that many share one statement and one commit: those that come while
 * batches are under way make up the next one. At rest no call waits.
 */
export class Batches<Asked, Answered> {
  readonly measures = new BatchMeasures();
  private waiting: Waiting<Asked, Answered>[] = [];
  private underWay = 0;
  private scheduled = false;

  /**
   * @param perform answers each call of a batch, in order; when it throws, all of them fail
   * @param keyOf two calls of the same key are not made in one batch
   */
  constructor(
    private readonly perform: (calls: readonly Asked[]) => Promise<readonly Answered[]>,
    private readonly keyOf: (call: Asked) => string,
    private readonly bounds: Bounds,
  ) {}

  call(call: Asked): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ call, since: performance.now(), resolve, reject });
      this.schedule();
    });
  }

  /** How many calls wait for a batch. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Gathers what this turn of the event loop asks for. */
  private schedule(): void {
    if (this.scheduled || this.underWay >= this.bounds.lanes || this.waiting.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.flush();
    });
  }

  private async flush(): Promise<void> {
    const batch = this.take();
    if (batch.length === 0) return;
    this.underWay++;
    this.schedule();
    this.measures.sizes.observe(batch.length);
    const begun = performance.now();
    try {
      const answers = await this.perform(batch.map(({ call }) => call));
      this.measures.commitSeconds.observe((performance.now() - begun) / 1000);
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answered));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.underWay--;
    this.schedule();
  }

  private take(): readonly Waiting<Asked, Answered>[] {
    const { mostInBatch = MOST_IN_BATCH } = this.bounds;
    const keys = new Set<string>();
    const batch: Waiting<Asked, Answered>[] = [];
    const later: Waiting<Asked, Answered>[] = [];
    for (const waiting of this.waiting) {
      if (hasWaitedTooLong(waiting.since)) {
        waiting.reject(tooSlow());
        continue;
      }
      const key = this.keyOf(waiting.call);
      const fits = batch.length < mostInBatch && !keys.has(key);
      keys.add(key);
      (fits ? batch : later).push(waiting);
    }
    this.waiting = later;
    return batch;
  }
}
