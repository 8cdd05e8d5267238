/** How many ended attempts a page remembers; the oldest are forgotten first. */
const MOST_REMEMBERED = 500;

/** Remembers attempts that have ended, so that a close that overtakes its invitation wins. */
export class EndedAttempts {
  private readonly ids = new Set<string>();

  add(attemptId: string): void {
    this.ids.add(attemptId);
    const [oldest] = this.ids;
    if (this.ids.size > MOST_REMEMBERED && oldest !== undefined) this.ids.delete(oldest);
  }

  has(attemptId: string): boolean {
    return this.ids.has(attemptId);
  }
}
