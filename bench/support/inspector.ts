import { once } from 'node:events';
import { WebSocket } from 'ws';

/** How long a process has to answer, in milliseconds: it may be collecting garbage, or busy. */
const ANSWER_WITHIN_MS = 20_000;

/** What a thread keeps for the objects of JavaScript, in bytes. */
export interface HeapUsage {
  /** Taken by objects, garbage among them. */
  readonly usedSize: number;
  /** Set aside. */
  readonly totalSize: number;
}

interface Message {
  readonly id?: number;
  readonly result?: object;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly message?: string };
}

type Settle = (message: Message) => void;

/**
 * Speaks the Chrome DevTools Protocol with a process that was started with `--inspect`, and with its worker threads:
 * each has a heap of its own.
 */
export class Inspector {
  private readonly waiting = new Map<number, Settle>();
  private readonly workers = new Set<string>();
  private calls = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.receive(JSON.parse(data.toString()) as Message));
    socket.on('close', () => this.failAll('the inspected process has closed the connection'));
    socket.on('error', (error) => this.failAll(error.message));
  }

  /** @param address what the process has written of itself, ws://… */
  static async connect(address: string): Promise<Inspector> {
    const socket = new WebSocket(address);
    await once(socket, 'open');
    const inspector = new Inspector(socket);
    await inspector.call('NodeWorker.enable', { waitForDebuggerOnStart: false });
    return inspector;
  }

  /** Has every thread collect its garbage, all of it. The process does nothing else meanwhile. */
  async collectGarbage(): Promise<void> {
    for (const thread of this.threads) await this.callIn(thread, 'HeapProfiler.collectGarbage');
  }

  /** Of all threads together. */
  async heapUsage(): Promise<HeapUsage> {
    const usages = await Promise.all(
      this.threads.map((thread) => this.callIn(thread, 'Runtime.getHeapUsage') as Promise<HeapUsage>),
    );
    const sum = (pick: (usage: HeapUsage) => number): number => usages.reduce((total, usage) => total + pick(usage), 0);
    return { usedSize: sum(({ usedSize }) => usedSize), totalSize: sum(({ totalSize }) => totalSize) };
  }

  close(): void {
    this.socket.terminate();
  }

  /** The main one, which has no session of its own, and the workers. */
  private get threads(): readonly (string | undefined)[] {
    return [undefined, ...this.workers];
  }

  private callIn(worker: string | undefined, method: string): Promise<object> {
    return worker === undefined ? this.call(method) : this.callWorker(worker, method);
  }

  private call(method: string, params: object = {}): Promise<object> {
    const id = this.calls++;
    const answer = this.answerTo(id, method);
    this.socket.send(JSON.stringify({ id, method, params }));
    return answer;
  }

  /** A worker's messages travel within those of the process. */
  private async callWorker(sessionId: string, method: string): Promise<object> {
    const id = this.calls++;
    const answer = this.answerTo(id, method);
    const message = JSON.stringify({ id, method });
    const [result] = await Promise.all([answer, this.call('NodeWorker.sendMessageToWorker', { sessionId, message })]);
    return result;
  }

  private answerTo(id: number, method: string): Promise<object> {
    return new Promise((resolve, reject) => {
      const settle = ({ result, error }: Message): void => {
        clearTimeout(late);
        this.waiting.delete(id);
        if (result === undefined) reject(new Error(`${method}: ${error?.message ?? 'no result'}`));
        else resolve(result);
      };
      const late = setTimeout(() => settle({ error: { message: 'not answered' } }), ANSWER_WITHIN_MS);
      this.waiting.set(id, settle);
    });
  }

  private receive(message: Message): void {
    const { id, method, params: { sessionId = '', message: text = '{}' } = {} } = message;
    if (id !== undefined) this.waiting.get(id)?.(message);
    else if (method === 'NodeWorker.attachedToWorker') this.workers.add(sessionId);
    else if (method === 'NodeWorker.detachedFromWorker') this.workers.delete(sessionId);
    else if (method === 'NodeWorker.receivedMessageFromWorker') this.receive(JSON.parse(text) as Message);
  }

  private failAll(why: string): void {
    for (const settle of this.waiting.values()) settle({ error: { message: why } });
  }
}
