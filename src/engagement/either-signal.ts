/**
 * Aborts as soon as one of several signals does. What `AbortSignal.any` makes is remembered by the signals that it follows
 * for as long as they live; this is let go of.
 */
export class EitherSignal {
  private readonly controller = new AbortController();

  constructor(private readonly followed: readonly AbortSignal[]) {
    for (const signal of followed) signal.addEventListener('abort', this.abort, { once: true });
    if (followed.some(({ aborted }) => aborted)) this.abort();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  letGo(): void {
    for (const signal of this.followed) signal.removeEventListener('abort', this.abort);
  }

  private readonly abort = (): void => this.controller.abort();
}
