import {
  type DispositionResult,
  hasEnded,
  judge,
  type RecordedDisposition,
  statesBefore,
} from '../../engagement/model.js';
import { attemptOf } from '../attempt-rows.js';
import type { AttemptsTable } from '../schema.js';
import { changeOf, type ChangedRow, endOf } from './changes.js';
import type { Queries } from './database.js';
import * as statements from './statements.js';

/** Whether a report may be judged by one statement: what one page's failure means depends on the others. */
export function isPlain({ disposition }: RecordedDisposition): boolean {
  return disposition !== 'failed';
}

/** A report as the statement for plain ones takes it. */
export function sentOf(report: RecordedDisposition): Readonly<Record<string, unknown>> {
  const { attemptId, visitId, disposition, at, actor, reason, page, dispositionId } = report;
  return {
    attempt_id: attemptId,
    visit_id: visitId,
    states_before: statesBefore(disposition),
    to_state: disposition,
    at,
    actor,
    why: reason,
    is_ending: hasEnded(disposition),
    shown_by: disposition === 'shown' ? JSON.stringify([page]) : null,
    answer_id: dispositionId,
  };
}

/** Records a report of which more must be known: of an attempt that has ended, or shows already, or of one that is not there. */
export async function recordBeside(queries: Queries, report: RecordedDisposition): Promise<DispositionResult> {
  const { attemptId, visitId, at, actor, reason, dispositionId } = report;
  const [row] = await queries.all<AttemptsTable>(statements.LOCK, [attemptId]);
  if (row === undefined || (visitId !== null && row.visit_id !== visitId)) return { kind: 'unknown' };
  const [overdue] = await queries.all<ChangedRow>(statements.END_ONE_DUE, [attemptId, at]);
  if (overdue !== undefined) return { kind: 'overdue', change: endOf(overdue) };

  const showingPages: readonly string[] = JSON.parse(row.showing_pages);
  const verdict = judge({ state: row.state, showingPages, endedBy: row.ended_by }, report);
  switch (verdict.kind) {
    case 'advance': {
      const { to } = verdict;
      const pages = JSON.stringify(verdict.showingPages);
      const step = [attemptId, to, at, actor, reason, hasEnded(to), pages, dispositionId];
      const [changed] = await queries.all<ChangedRow>(statements.STEP, step);
      if (changed === undefined) throw new Error(`attempt ${attemptId} is locked, and cannot be changed`);
      return { kind: 'advanced', change: changeOf(changed) };
    }
    case 'acknowledge': {
      const pages = JSON.stringify(verdict.showingPages);
      if (pages !== row.showing_pages) await queries.all(statements.REMEMBER_PAGES, [attemptId, pages]);
      return { kind: 'acknowledged', attempt: attemptOf(row) };
    }
    case 'ended-otherwise':
    case 'out-of-order':
      return { kind: verdict.kind, attempt: attemptOf(row) };
  }
}
