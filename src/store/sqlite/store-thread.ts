import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { STORE_FAILURES, type StoreFailure, StoreUnavailableError } from '../../engagement/model.js';
import { Counter } from '../../measures/index.js';
import { Presence } from '../presence.js';
import { BatchMeasures } from '../store-measures.js';
import type {
  Call,
  Committed,
  FailedCall,
  Input,
  Opening,
  OperationName,
  Output,
  Reply,
  Request,
} from './operations.js';

/** How many calls may wait before further ones are turned away: about a second's work. */
const MOST_WAITING = 10_000;

const RESTART_PAUSE_MS = 500;

interface Waiting {
  readonly call: Call;
  readonly settle: (result: Reply[number]) => void;
}

/**
 * The service's end of the store's thread. Calls that come while a batch is being committed make up the next batch, so
 * that under load many share one commit, and at rest none waits.
 */
export class StoreThread {
  readonly failures = new Counter(STORE_FAILURES);
  readonly batches = new BatchMeasures();
  readonly presence = new Presence(() => this.ping());
  private waiting: Waiting[] = [];
  private underWay: readonly Waiting[] = [];
  private flushScheduled = false;
  private ready = true;
  private closed: Promise<void> | undefined;
  private tellIdle: () => void = () => undefined;
  private restarted: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private worker: Worker,
    /** Changes of the schema that the file took. */
    readonly migrated: readonly string[],
  ) {
    this.listen(worker);
  }

  /** @throws Error when the file cannot be opened or brought up to date */
  static async open(file: string): Promise<StoreThread> {
    const { worker, migrated } = await startWorker(file);
    return new StoreThread(file, worker, migrated);
  }

  call<Name extends OperationName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    return new Promise((resolve, reject) => {
      if (this.closed !== undefined) return reject(this.refusal('turned-away', 'the store is closed'));
      if (!this.ready) return reject(this.refusal('unavailable', 'the store is closed'));
      if (this.waiting.length >= MOST_WAITING && name !== 'ping')
        return reject(this.refusal('turned-away', 'the store cannot keep up'));
      this.waiting.push({
        call: { name, input } as Call,
        settle: (result) => (result.ok ? resolve(result.output as Output<Name>) : reject(errorOf(result))),
      });
      this.scheduleFlush();
    });
  }

  /** Calls that have not been answered yet. */
  get calls(): { readonly waiting: number; readonly underWay: number } {
    return { waiting: this.waiting.length, underWay: this.underWay.length };
  }

  /** Resolves when every call made so far is answered and the file is closed. */
  close(): Promise<void> {
    this.presence.close();
    this.closed ??= this.finish();
    return this.closed;
  }

  private async ping(): Promise<void> {
    const fault = await this.call('ping', {});
    if (fault !== undefined) throw new StoreUnavailableError(fault);
  }

  private refusal(failure: StoreFailure, message: string): StoreUnavailableError {
    this.failures.add(failure);
    return new StoreUnavailableError(message);
  }

  private async finish(): Promise<void> {
    await this.idle();
    await this.restarted;
    if (!this.ready) return;
    const ended = once(this.worker, 'exit');
    this.worker.postMessage('close' satisfies Request);
    await ended;
  }

  /** Resolves when no call is waiting or under way. No other may be made by then. */
  private idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isIdle) resolve();
      else this.tellIdle = resolve;
    });
  }

  private get isIdle(): boolean {
    return this.underWay.length === 0 && this.waiting.length === 0;
  }

  /** Gathers what this turn of the event loop asks for. */
  private scheduleFlush(): void {
    if (this.flushScheduled || this.underWay.length > 0) return;
    this.flushScheduled = true;
    setImmediate(() => {
      this.flushScheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    this.underWay = this.waiting;
    this.waiting = [];
    this.batches.sizes.observe(this.underWay.length);
    try {
      this.worker.postMessage({ calls: this.underWay.map(({ call }) => call) } satisfies Request);
    } catch (error) {
      this.settle(this.underWay.map(() => ({ ok: false, kind: 'failed', message: String(error) })));
    }
  }

  private settle(reply: Reply): void {
    const settled = this.underWay;
    this.underWay = [];
    this.flush();
    for (const [index, result] of reply.entries())
      if (!result.ok && settled[index]?.call.name !== 'ping') this.count(result);
    settled.forEach(({ settle }, index) => settle(reply[index] ?? NO_ANSWER));
    if (this.isIdle) this.tellIdle();
  }

  private count({ kind, message }: FailedCall): void {
    this.failures.add(kind);
    if (kind === 'unavailable') void this.presence.doubt(message);
  }

  private listen(worker: Worker): void {
    worker.on('message', ({ reply, commitsMs }: Committed) => {
      for (const ms of commitsMs) this.batches.commitSeconds.observe(ms / 1000);
      this.settle(reply);
    });
    worker.on('error', (error) => this.fail(error.message));
    worker.on('exit', () => {
      this.ready = false;
      this.fail('its thread has ended');
      if (this.closed === undefined) this.restarted = this.restart();
    });
  }

  /** A thread that ended by itself is replaced, as often as it takes. Calls made meanwhile are turned away. */
  private async restart(): Promise<void> {
    for (;;) {
      await delay(RESTART_PAUSE_MS);
      if (this.closed !== undefined) return;
      try {
        const { worker } = await startWorker(this.file);
        this.worker = worker;
        this.listen(worker);
        this.ready = true;
        return;
      } catch {
        // The database cannot be opened yet.
      }
    }
  }

  private fail(message: string): void {
    if (this.closed === undefined) void this.presence.doubt(message);
    const failed = [...this.underWay, ...this.waiting];
    this.underWay = [];
    this.waiting = [];
    for (const { settle } of failed) {
      this.failures.add('unavailable');
      settle({ ok: false, kind: 'unavailable', message });
    }
    this.tellIdle();
  }
}

const NO_ANSWER = { ok: false, kind: 'failed', message: 'the store gave no answer' } as const;

function errorOf({ kind, message }: FailedCall): Error {
  return kind === 'unavailable' ? new StoreUnavailableError(message) : new Error(message);
}

async function startWorker(file: string): Promise<{ readonly worker: Worker; readonly migrated: readonly string[] }> {
  const worker = new Worker(new URL('./sqlite.worker.js', import.meta.url), { workerData: file });
  const [opening]: readonly Opening[] = await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(() => []),
  ]);
  if (opening?.opened === true) return { worker, migrated: opening.migrated };
  await worker.terminate();
  throw new Error(opening?.message ?? 'the store’s thread said nothing');
}
