import type { Outcome } from '../../engagement/model.js';
import { ATTEMPT_COLUMNS, OUTCOME_COLUMNS, outcomeOf, type OutcomeRow } from '../attempt-rows.js';
import type { SqliteFile } from './sqlite-file.js';

/** The columns of an attempt and of the step that is its outcome, as they are selected. */
export const OUTCOME_WITH_ATTEMPT = `${ATTEMPT_COLUMNS.map((column) => `attempts.${column}`).join(', ')}, ${OUTCOME_COLUMNS}`;

/** Outcomes in an SQLite file. */
export class SqliteOutcomes {
  constructor(private readonly file: SqliteFile) {}

  private readonly lastPlace = this.file.prepare<{ readonly position: number | null }>(
    'select max(position) as position from transitions where position is not null',
  );
  private readonly lastForgotten = this.file.prepare<{ readonly last: number }>(
    'select last from forgotten_outcomes where rowid = 1',
  );
  private readonly keepLast = this.file.prepare('update forgotten_outcomes set last = ? where rowid = 1');
  private readonly rowsAfter = this.file.prepare<OutcomeRow>(
    `select ${OUTCOME_WITH_ATTEMPT}
      from transitions as step join attempts on attempts.attempt_id = step.attempt_id
      where step.position > ? order by step.position limit ?`,
  );

  after(position: number, limit: number): readonly Outcome[] {
    return this.rowsAfter.all(position, limit).map(outcomeOf);
  }

  /** @returns the last place that was ever given; 0 when none was */
  last(): number {
    return Math.max(this.lastPlace.one()?.position ?? 0, this.lastForgotten.one()?.last ?? 0);
  }

  /** Keeps in mind that this place was given, whatever is forgotten. */
  remember(last: number): void {
    this.keepLast.run(last);
  }
}
