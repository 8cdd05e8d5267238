import type { Disposition, DispositionReply } from '../contract/index.js';

/** Sends a disposition and waits for its acknowledgement. Rejects when none comes in time. */
export type SendDisposition = (disposition: Disposition) => Promise<DispositionReply>;

interface Entry {
  readonly disposition: Disposition;
  readonly settle: (reply: DispositionReply) => void;
}

/** How long until a disposition that could not be delivered is tried again, in milliseconds. Grows up to the last. */
const PAUSES_MS = [500, 1_000, 2_000, 5_000] as const;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Keeps what the page has to report until the gateway has acknowledged it: in order, one at a time, and again after a
 * lost connection, a lost acknowledgement or a store that was away. The gateway knows repeats by their `dispositionId`.
 */
export class DispositionOutbox {
  private readonly entries: Entry[] = [];
  private connected = false;
  private sending = false;
  private failures = 0;

  constructor(
    private readonly send: SendDisposition,
    private readonly wait: (milliseconds: number) => Promise<void>,
  ) {}

  /** Resolves with the gateway's verdict, however long it takes to get one. */
  report(disposition: Disposition): Promise<DispositionReply> {
    return new Promise((settle) => {
      this.entries.push({ disposition, settle });
      void this.flush();
    });
  }

  /** The connection is there, or gone. */
  setConnected(connected: boolean): void {
    this.connected = connected;
    this.failures = 0;
    void this.flush();
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    for (let entry = this.entries[0]; entry !== undefined && this.connected; entry = this.entries[0]) {
      const reply = await this.tryOnce(entry.disposition);
      if (reply === undefined) {
        await this.wait(PAUSES_MS[this.failures++] ?? LONGEST_PAUSE_MS);
        continue;
      }
      this.failures = 0;
      this.entries.shift();
      entry.settle(reply);
    }
    this.sending = false;
  }

  /** @returns `undefined` when it is worth another try */
  private async tryOnce(disposition: Disposition): Promise<DispositionReply | undefined> {
    try {
      const reply = await this.send(disposition);
      return !reply.ok && reply.problem.status >= 500 ? undefined : reply;
    } catch {
      return undefined;
    }
  }
}
