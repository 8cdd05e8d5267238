import type { AttemptState } from '../../contract/index.js';
import type { Change, EndedAttempt, StartTerms } from '../../engagement/model.js';
import { attemptOf, endedOf, type HeaderRow, type NewAttemptRow } from '../attempt-rows.js';
import type { AttemptsTable } from '../schema.js';

/** An attempt after a step, the state that it came from, and when a page first showed it. */
export type ChangedRow = HeaderRow & { readonly from_state: AttemptState; readonly shown_at: number | null };

/** A new attempt to put on record. */
export interface Start {
  readonly row: NewAttemptRow;
  readonly actor: string | null;
  readonly terms: StartTerms;
}

/** Rows as statements take them: a JSON array. */
export function textOf(calls: readonly { readonly row: AttemptsTable; readonly actor: string | null }[]): string {
  return JSON.stringify(calls.map(({ row, actor }) => ({ ...row, actor })));
}

export function changeOf(row: ChangedRow): Change {
  return { attempt: attemptOf(row), from: row.from_state, shownAt: row.shown_at };
}

export function endOf(row: ChangedRow): Change<EndedAttempt> {
  return { attempt: endedOf(row), from: row.from_state, shownAt: row.shown_at };
}
