import type { Disposition, DispositionReply } from '../contract/index.js';

/** What the outbox works with. */
export interface OutboxParts {
  /** Sends a disposition and waits for its acknowledgement. Rejects when none comes in time. */
  readonly send: (disposition: Disposition) => Promise<DispositionReply>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

interface Entry {
  readonly disposition: Disposition;
  readonly settle: (reply: DispositionReply) => void;
}

/** How long until a disposition that was not answered for is sent again, in milliseconds: doubled each time. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

const TOO_MANY_REQUESTS = 429;
const SERVER_TROUBLE = 500;

/**
 * Keeps what the page has to report until the gateway has acknowledged it: in order, one at a time, and again after a
 * lost connection, a lost acknowledgement or a gateway in trouble. The gateway knows repeats by their `dispositionId`.
 */
export class DispositionOutbox {
  private readonly entries: Entry[] = [];
  private connected = false;
  private sending = false;
  private failures = 0;

  constructor(private readonly parts: OutboxParts) {}

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
      const reply = await this.verdictOn(entry.disposition);
      if (reply === undefined) {
        await this.parts.wait(Math.min(FIRST_PAUSE_MS * 2 ** this.failures++, LONGEST_PAUSE_MS));
        continue;
      }
      this.failures = 0;
      this.entries.shift();
      entry.settle(reply);
    }
    this.sending = false;
  }

  /** @returns `undefined` when it is worth another try */
  private async verdictOn(disposition: Disposition): Promise<DispositionReply | undefined> {
    try {
      const reply = await this.parts.send(disposition);
      return reply.ok || isFinal(reply.problem.status) ? reply : undefined;
    } catch {
      return undefined;
    }
  }
}

function isFinal(status: number): boolean {
  return status < SERVER_TROUBLE && status !== TOO_MANY_REQUESTS;
}
