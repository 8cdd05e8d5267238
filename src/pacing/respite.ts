/** How many failures in a row are enough to leave somebody alone. */
const MOST_FAILURES = 5;

/** For how long, in milliseconds: as often is it tried whether they are back. */
const PAUSE_MS = 1_000;

/** Grants a respite to somebody who fails to answer again and again: only one question now and then. */
export class Respite {
  private failures = 0;
  private nextAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds; only differences count */
  constructor(private readonly now: () => number = () => performance.now()) {}

  mayBeAsked(): boolean {
    if (!this.isGranted) return true;
    if (this.now() < this.nextAt) return false;
    this.nextAt = this.now() + PAUSE_MS;
    return true;
  }

  /** @returns whether this ends a respite */
  answered(): boolean {
    const wasGranted = this.isGranted;
    this.failures = 0;
    return wasGranted;
  }

  /** @returns whether this begins a respite */
  failed(): boolean {
    const wasGranted = this.isGranted;
    this.failures++;
    if (wasGranted || !this.isGranted) return false;
    this.nextAt = this.now() + PAUSE_MS;
    return true;
  }

  private get isGranted(): boolean {
    return this.failures >= MOST_FAILURES;
  }
}
