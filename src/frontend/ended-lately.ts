/** How long an ending is remembered at least, in milliseconds; at most twice as long. */
const REMEMBERED_MS = 5_000;

/** Attempts that ended within the last seconds: an invitation that comes late must not open what is closed. */
export class EndedLately {
  private fresh = new Set<string>();
  private older = new Set<string>();
  private turnedAt = performance.now();

  add(attemptId: string): void {
    this.turn();
    this.fresh.add(attemptId);
  }

  has(attemptId: string): boolean {
    return this.fresh.has(attemptId) || this.older.has(attemptId);
  }

  private turn(): void {
    const now = performance.now();
    if (now - this.turnedAt < REMEMBERED_MS) return;
    this.older = this.fresh;
    this.fresh = new Set();
    this.turnedAt = now;
  }
}
