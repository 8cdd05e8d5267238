import { OUTCOME_STATES } from '../../engagement/model.js';
import { ATTEMPT_COLUMNS, HEADER_COLUMNS, OUTCOME_COLUMNS } from '../attempt-rows.js';
import { WAITS } from '../delivery-rows.js';
import { HISTORY_COLUMNS, IS_PAST } from '../visit-histories.js';

/** What PostgreSQL is asked. Each statement is atomic by itself, and safe beside any other on any node. */

const COLUMNS = ATTEMPT_COLUMNS.join(', ');
const HEADER = HEADER_COLUMNS.join(', ');
const NUMBERS: ReadonlySet<string> = new Set([
  'created_at',
  'expires_at',
  'ended_at',
  'deadline',
  'answer_within',
  'exclusive',
  'transition_count',
]);
const CHANGED = HEADER_COLUMNS.map((column) => `changed.${column}`).join(', ');

/** The rows of a JSON array, each with who asked for it. */
const SENT = `json_to_recordset($1::json) as sent (${ATTEMPT_COLUMNS.map(typed).join(', ')}, actor text)`;

function typed(column: (typeof ATTEMPT_COLUMNS)[number]): string {
  return `${column} ${NUMBERS.has(column) ? 'bigint' : 'text'}`;
}

/**
 * Puts new attempts on record, each with its first transition, but those whose interaction is known, whose visit is
 * engaged, or whose visitor wants no other. $1: rows as a JSON array. $2: how long it waits for somebody else's change at
 * most, in milliseconds as text; '0' is as long as a statement may take. Batches that have visits in common wait for each
 * other in one order. Those that have interactions in common, under different visits, may wait crosswise.
 */
export const START = `
  with patience as materialized (
    select set_config('lock_timeout', $2, true)
  ), sent as (select sent.* from patience, ${SENT}), inserted as (
    insert into attempts (${COLUMNS})
    select ${COLUMNS} from sent
    where (
        exclusive = 0
        or not exists (select from attempts as other where other.visit_id = sent.visit_id and other.ended_at is null)
      )
      and not exists (select from attempts as wish where wish.visit_id = sent.visit_id and wish.dont_ask_again = 1)
    order by visit_id, interaction_id
    on conflict do nothing
    returning attempt_id, created_at
  ), recorded as (
    insert into transitions (attempt_id, sequence, state, at, by, actor)
    select inserted.attempt_id, 0, 'pending', inserted.created_at, 'strategy', sent.actor
    from inserted join sent on sent.attempt_id = inserted.attempt_id
  )
  select attempt_id from inserted`;

/**
 * Puts attempts on record that are suppressed, but those whose interaction is known. $1: rows as a JSON array.
 */
export const SUPPRESS = `
  with sent as (select * from ${SENT}), inserted as (
    insert into attempts (${COLUMNS}) select ${COLUMNS} from sent on conflict do nothing
    returning attempt_id, created_at, reason
  ), recorded as (
    insert into transitions (attempt_id, sequence, state, at, by, reason)
    select attempt_id, 0, 'suppressed', created_at, 'gateway', reason from inserted
  )
  select attempt_id from inserted`;

/** The first halves of the keys of locks, the same on all nodes: any numbers. */
const VISITS = 7_314_227;
const WHO_GAVE_WAY = 7_314_228;

/**
 * Lets one transaction at a time decide about each of these visits, until its end; which of them several wait for, they
 * wait for in one order. What was committed before is seen by the next statement. $1: the visits.
 */
export const LOCK_VISITS = `
  select pg_advisory_xact_lock(${VISITS}, key)
  from (select distinct hashtext(visit_id) as key from unnest($1::text[]) as visit_id order by key) as keys`;

/** Lets one transaction at a time go on, until its end, of those in whose way others were. */
export const GO_ON_ALONE = `select pg_advisory_xact_lock(${WHO_GAVE_WAY}, 0)`;

/**
 * What is on record of visits, whether they are engaged now, and whether interactions are known. $1: questions as a JSON
 * array, each with the attempt and the interaction that it is asked for.
 */
export const LOOK_AT_VISITS = `
  select sent.attempt_id, history.*, exists (
    select from attempts as other where other.visit_id = sent.visit_id and other.ended_at is null
  ) as engaged, exists (
    select from attempts as known where known.interaction_id = sent.interaction_id
  ) as known
  from json_to_recordset($1::json) as sent (attempt_id text, interaction_id text, visit_id text, exclusive bigint,
    at bigint, counts_after bigint, least_id text)
  cross join lateral (select ${HISTORY_COLUMNS} from attempts as past where ${IS_PAST}) as history`;

/**
 * Takes attempts a step further. \`locked\` chooses and locks them, with what becomes of each: \`to_state\`, \`at\`, \`by\`,
 * \`actor\`, \`why\`, and \`shown_by\` and \`answer_id\` where a page brought it about. An ending has no deadline.
 */
function stepping(locked: string): string {
  return `
  with locked as (${locked}), changed as (
    update attempts set
      state = locked.to_state,
      reason = case when locked.is_ending then locked.why end,
      ended_at = case when locked.is_ending then locked.at end,
      deadline = case when locked.is_ending then null
                      when locked.to_state = 'shown' then locked.at + attempts.answer_within
                      else attempts.deadline end,
      transition_count = attempts.transition_count + 1,
      showing_pages = coalesce(locked.shown_by, attempts.showing_pages),
      ended_by = case when locked.is_ending then locked.answer_id end
    from locked
    where attempts.attempt_id = locked.attempt_id
    returning attempts.*, locked.from_state, locked.at as step_at, locked.by, locked.actor, locked.why,
      case locked.to_state when 'shown' then locked.at else locked.was_shown_at end as shown_at
  ), recorded as (
    insert into transitions (attempt_id, sequence, state, at, by, actor, reason)
    select attempt_id, transition_count - 1, state, step_at, by, actor, why from changed
  )
  select ${CHANGED}, changed.from_state, changed.shown_at from changed`;
}

/** When a page first showed an active attempt: what is shown ends so long after it. */
const WAS_SHOWN_AT = `case attempts.state when 'shown' then deadline - answer_within end as was_shown_at`;

/** Ends what is chosen alike. */
function ending(
  chosen: string,
  { to, at, by, actor, why }: Readonly<Record<'to' | 'at' | 'by' | 'actor' | 'why', string>>,
): string {
  return stepping(`
    select attempt_id, state as from_state, ${to} as to_state, ${at} as at, ${by} as by, ${actor} as actor, ${why} as why,
      true as is_ending, null::text as shown_by, null::text as answer_id, ${WAS_SHOWN_AT}
    from attempts where ${chosen}`);
}

const WHEN_DUE = `case state when 'shown' then 'ignored' else 'expired' end`;
const BY_GATEWAY = { to: WHEN_DUE, by: `'gateway'`, actor: 'null::text', why: 'null::text' };

/** $1: now; $2: how many. What another node is ending is left to it. */
export const END_DUE = ending('ended_at is null and deadline <= $1 order by deadline limit $2 for update skip locked', {
  ...BY_GATEWAY,
  at: '$1::bigint',
});

/** $1: the attempt; $2: now. */
export const END_ONE_DUE = ending('attempt_id = $1 and ended_at is null and deadline <= $2 for update', {
  ...BY_GATEWAY,
  at: '$2::bigint',
});

const BY_STRATEGY = { to: `'cancelled'`, at: '$2::bigint', by: `'strategy'`, actor: '$3::text', why: '$4::text' };

/** $1: the interaction; $2: now; $3: who; $4: why. */
export const CANCEL_INTERACTION = ending('interaction_id = $1 and ended_at is null for update', BY_STRATEGY);

/** $1: the attempt; $2: now; $3: who; $4: why. */
export const CANCEL_ONE = ending('attempt_id = $1 and ended_at is null for update', BY_STRATEGY);

/** The same by somebody who runs the service. */
export const CANCEL_BY_OPERATOR = ending('attempt_id = $1 and ended_at is null for update', {
  ...BY_STRATEGY,
  by: `'operator'`,
});

/** $1: the visit; $2: now; $3: who; $4: why; $5: for a strategy, or for an operator. */
export const CANCEL_VISIT = ending('visit_id = $1 and ended_at is null order by attempt_id for update', {
  ...BY_STRATEGY,
  by: '$5::text',
});

/** $1: the visit; $2: now; $3: who; $4: why; $5: the attempt that stays. */
export const CANCEL_OTHERS = ending(
  'visit_id = $1 and attempt_id <> $5 and ended_at is null order by attempt_id for update',
  { ...BY_STRATEGY, by: `'visitor'` },
);

/** $1: the attempt. */
export const KEEP_WISH = 'update attempts set dont_ask_again = 1 where attempt_id = $1';

/**
 * Takes attempts the step that their pages report, where that is plain: the attempt is there, is the reporter's, is not
 * due, and may go there. What is not plain is left as it is. $1: reports as a JSON array.
 */
export const RECORD_PLAINLY = stepping(`
    select attempts.attempt_id, attempts.state as from_state, sent.to_state, sent.at, 'visitor' as by, sent.actor, sent.why,
      sent.is_ending, sent.shown_by, sent.answer_id, ${WAS_SHOWN_AT}
    from json_to_recordset($1::json) as sent (attempt_id text, visit_id text, states_before json, to_state text, at bigint,
      actor text, why text, is_ending boolean, shown_by text, answer_id text)
    join attempts on attempts.attempt_id = sent.attempt_id
    where attempts.deadline > sent.at
      and (sent.visit_id is null or attempts.visit_id = sent.visit_id)
      and attempts.state in (select json_array_elements_text(sent.states_before))
      and (sent.shown_by is null or attempts.showing_pages = '[]')
    order by attempts.attempt_id for update of attempts`);

/** One step of one attempt whose row is locked. $1: the attempt; then as \`stepping\` names them. */
export const STEP = stepping(`
    select attempt_id, state as from_state, $2::text as to_state, $3::bigint as at, 'visitor' as by, $4::text as actor,
      $5::text as why, $6::boolean as is_ending, $7::text as shown_by, $8::text as answer_id, ${WAS_SHOWN_AT}
    from attempts where attempt_id = $1`);

export const REMEMBER_PAGES = 'update attempts set showing_pages = $2 where attempt_id = $1';

/** $1: the row as a JSON array of one. */
export const REMEMBER_CANCELLED = `
  with sent as (select * from ${SENT}), inserted as (
    insert into attempts (${COLUMNS}) select ${COLUMNS} from sent on conflict do nothing
    returning attempt_id, created_at, reason
  ), recorded as (
    insert into transitions (attempt_id, sequence, state, at, by, actor, reason)
    select inserted.attempt_id, 0, 'cancelled', inserted.created_at, 'strategy', sent.actor, inserted.reason
    from inserted, sent
  )
  select attempt_id from inserted`;

/** Completes what was cancelled before its engage came. $1: the row of the engage, as a JSON array of one. */
export const ADOPT = `
  update attempts set visit_id = sent.visit_id, page_id = sent.page_id, channel = sent.channel, language = sent.language,
    rule_name = sent.rule_name, expires_at = attempts.created_at + sent.expires_at - sent.created_at,
    trace_parent = sent.trace_parent, invitation = sent.invitation, data = sent.data, client_data = sent.client_data
  from ${SENT}
  where attempts.interaction_id = sent.interaction_id and attempts.invitation is null
  returning ${HEADER_COLUMNS.map((column) => `attempts.${column}`).join(', ')}`;

/** An attempt with its transitions, as they stood at one moment. */
const DETAILS = `
  select ${COLUMNS}, (
    select json_agg(step order by step.sequence) from transitions as step where step.attempt_id = attempts.attempt_id
  ) as transitions
  from attempts`;

export const BY_ID = `${DETAILS} where attempt_id = $1`;

export const BY_INTERACTION = `${DETAILS} where interaction_id = $1`;

export const VISIT_OF = 'select visit_id from attempts where attempt_id = $1';

export const ACTIVE_OF_VISIT = `select ${COLUMNS} from attempts where visit_id = $1 and ended_at is null order by attempt_id`;

export const LOCK_ACTIVE_OF_VISIT = `${ACTIVE_OF_VISIT} for update`;

export const LOCK = `select ${COLUMNS} from attempts where attempt_id = $1 for update`;

/** $1, $2: created from, until; $3: how many. */
export const MADE_BETWEEN = `
  select attempt_id, visit_id, created_at, state from attempts
  where ended_at is null and created_at >= $1 and created_at < $2 order by created_at limit $3`;

/** $1: the attempts. */
export const ENDED_AMONG = `select ${HEADER} from attempts where attempt_id = any($1::text[]) and ended_at is not null`;

/** $1: an id that is above those to look at; $2: ended before; $3: how many. Any number of nodes may do it at once. */
export const PURGE = `
  with old as (
    select attempt_id from attempts where attempt_id < $1 and ended_at < $2 order by attempt_id limit $3
    for update skip locked
  ), steps as (
    delete from transitions using old where transitions.attempt_id = old.attempt_id
  ), told as (
    delete from deliveries using old where deliveries.attempt_id = old.attempt_id returning deliveries.due_at
  ), gone as (
    delete from attempts using old where attempts.attempt_id = old.attempt_id returning 1
  )
  select (select count(*)::integer from gone) as attempts,
    (select count(*)::integer from told where ${WAITS}) as undelivered`;

/** Any number, the same on all nodes: what it stands for is done by one of them at a time. */
const PLACES_TURN = 7_314_226;

/** Until the end of the transaction. */
export const TAKE_TURN = `select pg_try_advisory_xact_lock(${PLACES_TURN}) as mine`;

const IS_UNPLACED = `position is null and state in (${OUTCOME_STATES.map((state) => `'${state}'`).join(', ')})`;

/**
 * Takes so many unplaced outcomes, the oldest, with all others of their attempts: those get their places in the order of
 * their steps, also where nodes took a later step for an earlier one by their clocks. $1: how many.
 */
export const GIVE_OUT_PLACES = `
  with oldest as (
    select distinct attempt_id from (
      select attempt_id from transitions where ${IS_UNPLACED} order by at, attempt_id, sequence limit $1
    ) as unplaced
  ), chosen as (
    select attempt_id, sequence, max(at) over (partition by attempt_id order by sequence) as told_at
    from transitions join oldest using (attempt_id) where ${IS_UNPLACED}
  ), placed as (
    select attempt_id, sequence, nextval('outcome_positions') as position
    from (select * from chosen order by told_at, attempt_id, sequence) as in_order
  )
  update transitions set position = placed.position from placed
  where transitions.attempt_id = placed.attempt_id and transitions.sequence = placed.sequence
  returning transitions.position`;

/** $1: the place before the first; $2: how many. */
export const OUTCOMES_AFTER = `
  select ${ATTEMPT_COLUMNS.map((column) => `attempts.${column}`).join(', ')}, ${OUTCOME_COLUMNS}
  from transitions as step join attempts on attempts.attempt_id = step.attempt_id
  where step.position > $1 order by step.position limit $2`;

export const LAST_OUTCOME = 'select max(position) as position from transitions where position is not null';

/** $1: how many; then a value for each condition. */
export function listing(conditions: readonly string[]): string {
  const where = conditions.map((condition, index) => condition.replace('?', `$${index + 2}`)).join(' and ');
  return `select ${HEADER} from attempts ${where === '' ? '' : `where ${where}`} order by attempt_id desc limit $1`;
}
