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

  forget(attempts: readonly { readonly attempt_id: string }[]): void {
    if (attempts.length > 0) this.outcomes.remember(this.outcomes.last());
    for (const { attempt_id } of attempts) for (const part of this.parts) part.run(attempt_id);
  }
}
