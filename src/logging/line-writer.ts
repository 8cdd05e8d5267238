import { writeSync } from 'node:fs';
import type { Lines } from './json-lines.js';

/** How long a line may wait for others to go with, in milliseconds. */
const HELD_MS = 50;

/** So much goes at once, in characters, without waiting any longer. */
const ENOUGH = 32_768;

/** So much is written at once at most, in bytes: what a pipe holds. */
const MOST_AT_ONCE = 65_536;

/** How much may wait for a reader that does not read, in characters. */
const MOST_WAITING = 4_194_304;

/** How long the last lines may take to be taken, in milliseconds. */
const END_WITHIN_MS = 1_000;

const ASK_AGAIN_MS = 10;

/**
 * Writes lines to a file descriptor, many at once. Each write is done when it returns, so that nothing is lost or out
 * of order when the process ends; and where the other end of a pipe does not read, none waits for it: lines are kept,
 * and in the end left out, rather than the service kept waiting.
 */
export class LineWriter implements Lines {
  private waiting = '';
  /** Used again and again: what is under way is from here to there. */
  private readonly bytes = new Uint8Array(MOST_AT_ONCE);
  private from = 0;
  private to = 0;
  private timer: NodeJS.Timeout | undefined;
  private isStalled = false;
  private isGone = false;
  private lost = 0;

  /** @param tellLost learns how many lines were left out, once lines are taken again */
  constructor(
    private readonly fd: number,
    private readonly tellLost: (count: number) => void,
  ) {}

  write(line: string): void {
    if (this.isGone) return;
    if (this.waiting.length + line.length > MOST_WAITING) {
      this.lost++;
      return;
    }
    this.waiting += line;
    if (this.waiting.length >= ENOUGH && !this.isStalled) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), HELD_MS).unref();
  }

  /** Writes what waits, as far as it is taken now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      this.writeAll();
      this.isStalled = false;
    } catch (error) {
      this.giveWay(error);
    }
    if (this.lost === 0 || this.isStalled) return;
    const { lost } = this;
    this.lost = 0;
    this.tellLost(lost);
  }

  /** Writes the last lines: whoever reads them is waited for, for a moment. */
  end(): void {
    const until = performance.now() + END_WITHIN_MS;
    this.flush();
    while (this.hasMore && performance.now() < until) {
      Atomics.wait(NOTHING, 0, 0, ASK_AGAIN_MS);
      this.flush();
    }
  }

  private get hasMore(): boolean {
    return this.from < this.to || this.waiting !== '';
  }

  private writeAll(): void {
    while (this.hasMore) {
      if (this.from === this.to) this.encode();
      this.from += writeSync(this.fd, this.bytes, this.from, this.to - this.from);
    }
  }

  private encode(): void {
    const { read, written } = UTF8.encodeInto(this.waiting, this.bytes);
    this.waiting = this.waiting.slice(read);
    [this.from, this.to] = [0, written];
  }

  private giveWay(error: unknown): void {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'EPIPE' || code === 'EBADF') {
      this.isGone = true;
      this.waiting = '';
      this.from = this.to;
      return;
    }
    // A pipe or a disk that is full may not stay so.
    this.isStalled = true;
    this.timer = setTimeout(() => this.flush(), HELD_MS).unref();
  }
}

const UTF8 = new TextEncoder();

const NOTHING = new Int32Array(new SharedArrayBuffer(4));
