/**
 * Ends a call that takes too long, or that somebody wants to end. A signal that followed others would be remembered by
 * them for as long as they live: this one leaves nothing behind.
 */
export class CallLimit {
  private readonly ending = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private hasRunOut = false;

  constructor(
    withinMs: number,
    private readonly wanted: AbortSignal | undefined,
  ) {
    this.timer = setTimeout(() => {
      this.hasRunOut = true;
      this.end();
    }, withinMs);
    wanted?.addEventListener('abort', this.end, { once: true });
    if (wanted?.aborted === true) this.end();
  }

  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** Whether the time was up. */
  get isOver(): boolean {
    return this.hasRunOut;
  }

  /** Whether somebody ended it before. */
  get isUnwanted(): boolean {
    return !this.hasRunOut && this.wanted?.aborted === true;
  }

  /** The call has ended by itself. */
  lift(): void {
    clearTimeout(this.timer);
    this.wanted?.removeEventListener('abort', this.end);
  }

  private readonly end = (): void => this.ending.abort();
}
