import type { AttemptSearch, FoundAttempts } from '../engagement/model.js';
import { idAfter, leastIdOf } from './attempt-conditions.js';
import { attemptOf, HEADER_COLUMNS, type HeaderRow } from './attempt-rows.js';

/**
 * How attempts are looked for in both kinds of database. An index leads to the attempts of an interaction, of a visit, or in a
 * state, newest first, or to all of them. Of those at most so many are looked through, and what else is asked for is
 * compared with each.
 */

type Kind = 'sqlite' | 'postgres';

interface Statement {
  /** `?` for a value. */
  readonly sql: string;
  readonly values: readonly unknown[];
}

type Condition = readonly [condition: string, value: unknown];

/** SQLite knows nothing of how many attempts a visit, or a state, has: it is told which index leads. */
const INDEXES = {
  interaction_id: 'sqlite_autoindex_attempts_2',
  visit_id: 'attempts_visit',
  state: 'attempts_state',
  none: 'sqlite_autoindex_attempts_1',
} as const;

/** Finds the last attempt that is looked through; nothing when there are fewer. */
export function boundaryOf(search: AttemptSearch, kind: Kind): Statement {
  const { index, conditions } = leadOf(search);
  return {
    sql: `select attempt_id ${from(index, kind)}${where(conditions)} order by attempt_id desc limit 1 offset ?`,
    values: [...conditions.map(([, value]) => value), search.lookThrough - 1],
  };
}

/** Finds one attempt more than is asked for, to see whether there are others. */
export function searchOf(search: AttemptSearch, boundary: string | undefined, kind: Kind): Statement {
  const { index, conditions } = leadOf(search);
  const isLead = ([comparison]: Condition): boolean => conditions.some(([condition]) => condition === comparison);
  const compared = comparisonsOf(search).filter((comparison) => !isLead(comparison));
  const all = [...conditions, ...present([['attempt_id >= ?', boundary]]), ...compared];
  return {
    sql: `select ${HEADER_COLUMNS.join(', ')} ${from(index, kind)}${where(all)} order by attempt_id desc limit ?`,
    values: [...all.map(([, value]) => value), search.limit + 1],
  };
}

export function foundIn(
  rows: readonly HeaderRow[],
  { limit }: AttemptSearch,
  boundary: string | undefined,
): FoundAttempts {
  const page = rows.slice(0, limit);
  const goOnBefore = rows.length > limit ? page.at(-1)?.attempt_id : boundary;
  return { attempts: page.map(attemptOf), goOnBefore: goOnBefore ?? null };
}

/** What an index leads to, and the bounds of ids that it keeps to. */
function leadOf(search: AttemptSearch): { readonly index: keyof typeof INDEXES; readonly conditions: Condition[] } {
  const { attemptId, interactionId, visitId, state, since, until, before } = search;
  const bounds = present([
    ['attempt_id >= ?', since === undefined ? undefined : leastIdOf(since)],
    ['attempt_id < ?', until === undefined ? undefined : idAfter(until)],
    ['attempt_id < ?', before],
  ]);
  if (attemptId !== undefined) return { index: 'none', conditions: [['attempt_id = ?', attemptId], ...bounds] };
  if (interactionId !== undefined)
    return { index: 'interaction_id', conditions: [['interaction_id = ?', interactionId], ...bounds] };
  if (visitId !== undefined) return { index: 'visit_id', conditions: [['visit_id = ?', visitId], ...bounds] };
  if (state !== undefined) return { index: 'state', conditions: [['state = ?', state], ...bounds] };
  return { index: 'none', conditions: bounds };
}

function comparisonsOf(search: AttemptSearch): readonly Condition[] {
  const { interactionId, visitId, state, channel, ruleName, since, until } = search;
  return present([
    ['interaction_id = ?', interactionId],
    ['visit_id = ?', visitId],
    ['state = ?', state],
    ['channel = ?', channel],
    ['rule_name = ?', ruleName],
    ['created_at >= ?', since],
    ['created_at < ?', until],
  ]);
}

function present(conditions: readonly Condition[]): Condition[] {
  return conditions.filter(([, value]) => value !== undefined);
}

function from(index: keyof typeof INDEXES, kind: Kind): string {
  return kind === 'sqlite' ? `from attempts indexed by ${INDEXES[index]}` : 'from attempts';
}

function where(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? '' : ` where ${conditions.map(([condition]) => condition).join(' and ')}`;
}
