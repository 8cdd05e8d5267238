import type { AttemptsTable } from '../schema.js';

/** How many rows are remembered at most; the oldest are forgotten first. */
const MOST_REMEMBERED = 10_000;

/**
 * Rows of active attempts as they were last written: what is started is soon reported on, step by step, and reading a row
 * costs as much as writing one. They hold as long as nobody else writes to the file and no transaction is rolled back.
 * What strategies attach is left out: no step needs it.
 */
export class RecentRows {
  private readonly rows = new Map<string, AttemptsTable>();

  get(attemptId: string): AttemptsTable | undefined {
    return this.rows.get(attemptId);
  }

  set(row: AttemptsTable): void {
    this.rows.set(row.attempt_id, { ...row, invitation: null, data: null, client_data: null });
    if (this.rows.size <= MOST_REMEMBERED) return;
    const [oldest] = this.rows.keys();
    if (oldest !== undefined) this.rows.delete(oldest);
  }

  forget(attemptId: string): void {
    this.rows.delete(attemptId);
  }

  forgetAll(): void {
    this.rows.clear();
  }
}
