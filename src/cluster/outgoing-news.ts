import type { NewsMeasures } from './news-measures.js';

/** How much may wait to be said. */
const MOST_WAITING = 10_000;

/** How much is said at once. */
const MOST_AT_ONCE = 500;

/** What has waited longer than this is old, and not said any more, in milliseconds. */
const OLD_AFTER_MS = 2_000;

/**
 * Gathers news while others are being said, so that many share one message; at rest none waits. What cannot be said now
 * is dropped: sweeps make good what was missed, and old news would only mislead.
 */
export class OutgoingNews<News> {
  private waiting: { readonly news: News; readonly since: number }[] = [];
  private saying = false;

  /** @param say says it; a failure means that it may not have been heard */
  constructor(
    private readonly say: (news: readonly News[]) => Promise<void>,
    private readonly measures: Pick<NewsMeasures, 'out'>,
  ) {}

  get waitingCount(): number {
    return this.waiting.length;
  }

  add(news: News): void {
    if (this.waiting.length >= MOST_WAITING) return this.measures.out.add('too-many');
    this.waiting.push({ news, since: performance.now() });
    if (this.saying) return;
    this.saying = true;
    // Gathers what this turn of the event loop brings.
    setImmediate(() => void this.sayAll());
  }

  private async sayAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const fresh = performance.now() - OLD_AFTER_MS;
      const taken = this.waiting.splice(0, MOST_AT_ONCE);
      const batch = taken.filter(({ since }) => since >= fresh);
      this.measures.out.add('too-old', taken.length - batch.length);
      if (batch.length === 0) continue;
      await this.say(batch.map(({ news }) => news)).then(
        () => this.measures.out.add('told', batch.length),
        () => this.measures.out.add('unsaid', batch.length),
      );
    }
    this.saying = false;
  }
}
