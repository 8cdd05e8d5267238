import type { AttemptQuery, Moment } from '../engagement/model.js';

/** What a query asks for, as conditions with a value each. */
export function conditionsOf(query: AttemptQuery): readonly (readonly [condition: string, value: unknown])[] {
  const { visitId, interactionId, state, since, before } = query;
  const conditions = [
    ['visit_id = ?', visitId],
    ['interaction_id = ?', interactionId],
    ['state = ?', state],
    ['created_at >= ?', since],
    // The same by the index that gives the order, so that the search ends where the answer does.
    ['attempt_id >= ?', since === undefined ? undefined : leastIdOf(since)],
    ['attempt_id < ?', before],
  ] as const;
  return conditions.filter(([, value]) => value !== undefined);
}

/** How much older than its attempt an id may be, in milliseconds: it is made a moment before. */
const ID_LEAD_MS = 1_000;

/** How much newer than its attempt an id may be, in milliseconds: ids stay in order when a clock is set back a little. */
const ID_LAG_MS = 11_000;

/** A lower bound of the ids of attempts that were created at this moment or later: UUIDv7 starts with the time. */
export function leastIdOf(createdAt: Moment): string {
  return idFrom(createdAt - ID_LEAD_MS);
}

/** Greater than the ids of attempts that were created before this moment. */
export function idAfter(createdAt: Moment): string {
  return idFrom(createdAt + ID_LAG_MS);
}

/** The least id that is made at this moment. */
function idFrom(moment: Moment): string {
  const time = Math.max(0, moment).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
