import { WAITS } from '../delivery-rows.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteOutcomes } from './sqlite-outcomes.js';

/** Takes attempts out of an SQLite file, with all that is kept of them. */
export class SqliteForgetting {
  constructor(
    private readonly file: SqliteFile,
    private readonly outcomes: SqliteOutcomes,
  ) {}

  private readonly parts = ['deliveries', 'transitions', 'attempts'].map((table) =>
    this.file.prepare(`delete from ${table} where attempt_id = ?`),
  );

  private readonly waiting = this.file.prepare<{ readonly count: number }>(
    `select count(*) as count from deliveries where attempt_id in (select value from json_each(?)) and ${WAITS}`,
  );

  /** How many deliveries of these attempts are still to be made. */
  waitingOf(attempts: readonly { readonly attempt_id: string }[]): number {
    return this.waiting.one(JSON.stringify(attempts.map(({ attempt_id }) => attempt_id)))?.count ?? 0;
  }

  forget(attempts: readonly { readonly attempt_id: string }[]): void {
    if (attempts.length > 0) this.outcomes.remember(this.outcomes.last());
    for (const { attempt_id } of attempts) for (const part of this.parts) part.run(attempt_id);
  }
}
