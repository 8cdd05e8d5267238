import type { Attempt, Change, EndedAttempt, StartResult, VisitConflict } from '../../engagement/model.js';
import { attemptOf, detailsOf, type DetailsRow, type HeaderRow, isDue } from '../attempt-rows.js';
import type { AttemptsTable } from '../schema.js';
import { type ChangedRow, endOf, type Start, textOf } from './changes.js';
import type { Queries } from './database.js';
import { OvertakenError } from './settled.js';
import * as statements from './statements.js';

/**
 * Starts an attempt whose interaction is known or whose visit is engaged, or tells that it cannot be started.
 *
 * @throws OvertakenError when that is not so any more
 */
export async function startBeside(queries: Queries, call: Start, conflict: VisitConflict): Promise<StartResult> {
  const known = await knownBeside(queries, call);
  if (known !== undefined) return known;
  // Where several are allowed, only its interaction could stand in its way.
  if (conflict === 'allow') throw new OvertakenError();

  const { row, actor } = call;
  const at = row.created_at;
  const active = await queries.all<AttemptsTable>(statements.LOCK_ACTIVE_OF_VISIT, [row.visit_id]);
  const standing = active.filter((other) => !isDue(other, at));
  if (standing[0] !== undefined && conflict === 'reject')
    return { kind: 'visit-engaged', attempt: attemptOf(standing[0]) };

  const ended = async (
    other: AttemptsTable,
    sql: string,
    values: readonly unknown[],
  ): Promise<Change<EndedAttempt>> => {
    const [change] = await queries.all<ChangedRow>(sql, [other.attempt_id, at, ...values]);
    if (change === undefined) throw new OvertakenError();
    return endOf(change);
  };
  const due: Change<EndedAttempt>[] = [];
  for (const other of active.filter((one) => isDue(one, at))) due.push(await ended(other, statements.END_ONE_DUE, []));
  const replaced: Change<EndedAttempt>[] = [];
  for (const other of standing) replaced.push(await ended(other, statements.CANCEL_ONE, [actor, 'replaced']));

  const inserted = await queries.all(statements.START, [textOf([call])]);
  if (inserted.length === 0) throw new OvertakenError();
  return { kind: 'started', replaced, due };
}

async function knownBeside(queries: Queries, call: Start): Promise<StartResult | undefined> {
  const [known] = await queries.all<DetailsRow>(statements.BY_INTERACTION, [call.row.interaction_id]);
  if (known === undefined) return undefined;
  if (known.invitation === null) return { kind: 'overtaken', attempt: await adopt(queries, call) };
  return { kind: 'known', attempt: detailsOf(known, known.transitions) };
}

/** Completes an attempt that was cancelled before its engage arrived with what the engage holds. */
async function adopt(queries: Queries, call: Start): Promise<Attempt> {
  const [adopted] = await queries.all<HeaderRow>(statements.ADOPT, [textOf([call])]);
  if (adopted === undefined) throw new OvertakenError();
  return attemptOf(adopted);
}
