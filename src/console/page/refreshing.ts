import type { View } from './view.js';

/** After a failure it is asked again so soon, then ever more slowly, in milliseconds. */
const AGAIN_AFTER_MS = 3_000;
const AGAIN_AFTER_AT_MOST_MS = 30_000;

export interface Refreshed {
  /** What is shown is as of now. */
  succeeded(): Promise<void>;
  /** @returns whether to try again */
  failed(error: unknown): boolean;
}

/** Keeps a view up to date, at its own pace: not while nobody looks at it, and ever more slowly while the service is away. */
export class Refreshing {
  private readonly ending = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private isAsking = false;

  constructor(
    private readonly view: View,
    private readonly told: Refreshed,
  ) {
    document.addEventListener('visibilitychange', () => this.wake(), { signal: this.ending.signal });
    addEventListener('online', () => void this.now(), { signal: this.ending.signal });
    void this.now();
  }

  /** Asks at once, unless that is under way. */
  async now(): Promise<void> {
    if (this.isAsking || this.ending.signal.aborted) return;
    this.isAsking = true;
    clearTimeout(this.timer);
    try {
      await this.view.refresh(this.ending.signal);
      if (this.ending.signal.aborted) return;
      this.failures = 0;
      await this.told.succeeded();
      if (this.ending.signal.aborted) return;
      this.askAfter(this.view.pauseMs);
    } catch (error) {
      if (this.ending.signal.aborted) return;
      if (this.told.failed(error))
        this.askAfter(Math.min(AGAIN_AFTER_MS * 2 ** this.failures++, AGAIN_AFTER_AT_MOST_MS));
    } finally {
      this.isAsking = false;
    }
  }

  end(): void {
    this.ending.abort();
    clearTimeout(this.timer);
  }

  private askAfter(pauseMs: number | null): void {
    if (pauseMs !== null) this.timer = setTimeout(() => this.wake(), pauseMs);
  }

  private wake(): void {
    if (!document.hidden && (this.view.pauseMs !== null || this.failures > 0)) void this.now();
  }
}
