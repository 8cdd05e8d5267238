import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { StoreUnavailableError } from '../../engagement/model.js';
import type { Call, Input, Opening, OperationName, Output, Reply, Request } from './operations.js';

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
  private waiting: Waiting[] = [];
  private underWay: readonly Waiting[] = [];
  private flushScheduled = false;
  private ready = true;
  private closing = false;
  private restarted: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private worker: Worker,
  ) {
    this.listen(worker);
  }

  /** @throws Error when the file cannot be opened or brought up to date */
  static async open(file: string): Promise<StoreThread> {
    return new StoreThread(file, await startWorker(file));
  }

  call<Name extends OperationName>(name: Name, input: Input<Name>): Promise<Output<Name>> {
    return new Promise((resolve, reject) => {
      if (this.closing || !this.ready) return reject(new StoreUnavailableError('the store is closed'));
      if (this.waiting.length >= MOST_WAITING) return reject(new StoreUnavailableError('the store cannot keep up'));
      this.waiting.push({
        call: { name, input } as Call,
        settle: (result) =>
          result.ok ? resolve(result.output as Output<Name>) : reject(new StoreUnavailableError(result.message)),
      });
      this.scheduleFlush();
    });
  }

  /** Resolves when every call made so far is answered and the file is closed. */
  async close(): Promise<void> {
    if (this.closing) return;
    await this.call('find', { attemptId: '' }).catch(() => undefined);
    this.closing = true;
    await this.restarted;
    if (!this.ready) return;
    const ended = once(this.worker, 'exit');
    this.worker.postMessage('close' satisfies Request);
    await ended;
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
    this.worker.postMessage({ calls: this.underWay.map(({ call }) => call) } satisfies Request);
  }

  private settle(reply: Reply): void {
    const settled = this.underWay;
    this.underWay = [];
    this.flush();
    settled.forEach(({ settle }, index) => settle(reply[index] ?? { ok: false, message: 'the store gave no answer' }));
  }

  private listen(worker: Worker): void {
    worker.on('message', (reply: Reply) => this.settle(reply));
    worker.on('error', (error) => this.fail(error.message));
    worker.on('exit', () => {
      this.fail('its thread has ended');
      if (!this.closing) this.restarted = this.restart();
    });
  }

  /** A thread that ended by itself is replaced, as often as it takes. Calls made meanwhile are turned away. */
  private async restart(): Promise<void> {
    this.ready = false;
    while (!this.closing) {
      try {
        this.worker = await startWorker(this.file);
        this.listen(this.worker);
        this.ready = true;
        return;
      } catch {
        await delay(RESTART_PAUSE_MS);
      }
    }
  }

  private fail(message: string): void {
    const failed = [...this.underWay, ...this.waiting];
    this.underWay = [];
    this.waiting = [];
    for (const { settle } of failed) settle({ ok: false, message });
  }
}

async function startWorker(file: string): Promise<Worker> {
  const worker = new Worker(new URL('./sqlite.worker.js', import.meta.url), { workerData: file });
  const [opening]: readonly Opening[] = await once(worker, 'message');
  if (opening?.opened === true) return worker;
  await worker.terminate();
  throw new Error(opening?.message ?? 'the store’s thread said nothing');
}
