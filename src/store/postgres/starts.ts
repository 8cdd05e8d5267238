import type { Attempt, Change, EndedAttempt, StartResult, StopResult } from '../../engagement/model.js';
import {
  attemptOf,
  detailsOf,
  type DetailsRow,
  endedOf,
  type HeaderRow,
  isDue,
  suppressedRowOf,
} from '../attempt-rows.js';
import type { AttemptsTable } from '../schema.js';
import { type ChangedRow, endOf, type Start, textOf } from './changes.js';
import type { Queries } from './database.js';
import { insert, lookAtVisits, suppress } from './ruled-starts.js';
import { OvertakenError } from './settled.js';
import * as statements from './statements.js';

/**
 * Starts an attempt about which more must be known, or tells why it cannot be started.
 *
 * @throws OvertakenError when something has changed meanwhile
 */
export async function startBeside(queries: Queries, call: Start): Promise<StartResult> {
  const stopped = await stopBeside(queries, call);
  if (stopped !== undefined) return stopped;
  const room = await makeRoom(queries, call);
  if (!(await insert(queries, [call])).has(call.row.attempt_id)) throw new OvertakenError();
  return { kind: 'started', ...room };
}

/** Settles an attempt that something stops. @returns nothing, with nothing done, when nothing does */
export async function stopBeside(queries: Queries, call: Start): Promise<StopResult | undefined> {
  const { row, terms } = call;
  await queries.all(statements.LOCK_VISITS, [[row.visit_id]]);
  const known = await knownBeside(queries, call);
  if (known !== undefined) return known;

  // Locked, so that it stays as it is while the history is looked at.
  const active = await activeInTheWay(queries, call);
  const standing = active.find((other) => !isDue(other, row.created_at));
  if (standing !== undefined && terms.conflict === 'reject')
    return { kind: 'visit-engaged', attempt: attemptOf(standing) };

  const [look] = await lookAtVisits(queries, [call]);
  const reason = look?.reason;
  if (reason === undefined) return undefined;
  const suppressed = suppressedRowOf(row, reason);
  if (!(await suppress(queries, [suppressed])).has(row.attempt_id)) throw new OvertakenError();
  return { kind: 'suppressed', attempt: endedOf(suppressed) };
}

/** Ends what the visit has active: what is due as such, the rest in favour of the new attempt. */
async function makeRoom(
  queries: Queries,
  call: Start,
): Promise<Pick<Extract<StartResult, { readonly kind: 'started' }>, 'due' | 'replaced'>> {
  const due: Change<EndedAttempt>[] = [];
  const replaced: Change<EndedAttempt>[] = [];
  const { row, actor } = call;
  const at = row.created_at;
  const ended = async (
    other: AttemptsTable,
    sql: string,
    values: readonly unknown[],
  ): Promise<Change<EndedAttempt>> => {
    const [change] = await queries.all<ChangedRow>(sql, [other.attempt_id, at, ...values]);
    if (change === undefined) throw new OvertakenError();
    return endOf(change);
  };
  for (const other of await activeInTheWay(queries, call)) {
    if (isDue(other, at)) due.push(await ended(other, statements.END_ONE_DUE, []));
    else replaced.push(await ended(other, statements.CANCEL_ONE, [actor, 'replaced']));
  }
  return { due, replaced };
}

/** Where several are allowed, none is in the way. */
async function activeInTheWay(queries: Queries, { row, terms }: Start): Promise<readonly AttemptsTable[]> {
  if (terms.conflict === 'allow') return [];
  return queries.all<AttemptsTable>(statements.LOCK_ACTIVE_OF_VISIT, [row.visit_id]);
}

async function knownBeside(queries: Queries, call: Start): Promise<StopResult | undefined> {
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
