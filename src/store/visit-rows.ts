import type { Delivery, Erasure, VisitRecord } from '../engagement/model.js';
import { ATTEMPT_COLUMNS, detailsOf, type DetailsRow } from './attempt-rows.js';
import type { ErasuresTable } from './schema.js';

/** An attempt's row with its transitions, and with the mark that only a visitor's wish looks at. */
export interface RecordRow extends DetailsRow {
  readonly dont_ask_again: number | null;
}

export const RECORD_COLUMNS = [...ATTEMPT_COLUMNS, 'dont_ask_again'] as const;

export function recordOf(row: RecordRow, deliveries: readonly Delivery[]): VisitRecord {
  return {
    ...detailsOf(row, row.transitions),
    showingPages: JSON.parse(row.showing_pages),
    dispositionId: row.ended_by,
    dontAskAgain: row.dont_ask_again === 1,
    deliveries,
  };
}

export function erasureOf(row: ErasuresTable): Erasure {
  const { erasure_id: erasureId, at, actor, attempts, completed_at: completedAt } = row;
  return { erasureId, at, actor, attempts, completedAt };
}

/** Sorts after every id of an erasure. */
export const LAST_ID = 'g';
