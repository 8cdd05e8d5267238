import { type Change, DONT_ASK_AGAIN, type EndedAttempt, type Wish } from '../../engagement/model.js';
import { type ChangedRow, endOf } from './changes.js';
import type { Queries } from './database.js';
import * as statements from './statements.js';

/** Keeps a visitor's wish, and ends what else is active for the visit. Starts of the visit come before it, or after. */
export async function keepWish(
  queries: Queries,
  { attemptId, visitId, actor, at }: Wish,
): Promise<readonly Change<EndedAttempt>[]> {
  const [found] = await queries.all<{ readonly visit_id: string | null }>(statements.VISIT_OF, [attemptId]);
  const visit = found?.visit_id ?? null;
  if (visit === null || visit !== (visitId ?? visit)) return [];
  await queries.all(statements.LOCK_VISITS, [[visit]]);
  await queries.all(statements.KEEP_WISH, [attemptId]);
  const ended = await queries.all<ChangedRow>(statements.CANCEL_OTHERS, [visit, at, actor, DONT_ASK_AGAIN, attemptId]);
  return ended.map(endOf);
}
