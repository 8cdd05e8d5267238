import {
  type Attempt,
  type Cancellation,
  type CancelResult,
  hasEnded,
  type OperatorCancellation,
  type OperatorCancelResult,
} from '../../engagement/model.js';
import { attemptOf, cancelledBeforeEngage } from '../attempt-rows.js';
import type { AttemptsTable } from '../schema.js';
import { type ChangedRow, endOf, textOf } from './changes.js';
import type { Queries } from './database.js';
import { OvertakenError } from './settled.js';
import * as statements from './statements.js';

/**
 * Ends the attempt of an interaction, or remembers that the interaction is cancelled.
 *
 * @throws OvertakenError when the attempt came, or went, between two looks
 */
export async function cancelInteraction(queries: Queries, cancellation: Cancellation): Promise<CancelResult> {
  const { interactionId, at, actor, reason } = cancellation;
  const [ended] = await queries.all<ChangedRow>(statements.CANCEL_INTERACTION, [interactionId, at, actor, reason]);
  if (ended !== undefined) return { kind: 'cancelled', change: endOf(ended) };

  const row = cancelledBeforeEngage(cancellation);
  const inserted = await queries.all(statements.REMEMBER_CANCELLED, [textOf([{ row, actor }])]);
  if (inserted.length > 0) return { kind: 'remembered', attempt: attemptOf(row) };

  const [known] = await queries.all<AttemptsTable>(statements.BY_INTERACTION, [interactionId]);
  if (known === undefined) throw new OvertakenError();
  return endedBefore(known);
}

/**
 * Ends an attempt for somebody who runs the service.
 *
 * @throws OvertakenError when the attempt came between two looks
 */
export async function cancelAttempt(
  queries: Queries,
  { attemptId, at, actor, reason }: OperatorCancellation,
): Promise<OperatorCancelResult> {
  const [ended] = await queries.all<ChangedRow>(statements.CANCEL_BY_OPERATOR, [attemptId, at, actor, reason]);
  if (ended !== undefined) return { kind: 'cancelled', change: endOf(ended) };

  const [known] = await queries.all<AttemptsTable>(statements.BY_ID, [attemptId]);
  return known === undefined ? { kind: 'unknown' } : endedBefore(known);
}

/** @throws OvertakenError for one that has not ended: it came between two looks */
function endedBefore(row: AttemptsTable): {
  readonly kind: 'already-cancelled' | 'ended-otherwise';
  readonly attempt: Attempt;
} {
  if (!hasEnded(row.state)) throw new OvertakenError();
  return { kind: row.state === 'cancelled' ? 'already-cancelled' : 'ended-otherwise', attempt: attemptOf(row) };
}
