import { ATTEMPT_COLUMNS, OUTCOME_COLUMNS } from '../attempt-rows.js';
import { WAITS } from '../delivery-rows.js';
import type { DeliveriesTable } from '../schema.js';

/** What PostgreSQL is asked about deliveries. Each statement is atomic by itself, and safe beside any other on any node. */

const COLUMNS = [
  'position',
  'endpoint',
  'attempt_id',
  'sequence',
  'outcome',
  'state',
  'tries',
  'planned_at',
  'due_at',
  'settled_at',
  'answer',
  'error',
] as const satisfies readonly (keyof DeliveriesTable)[];

const DELIVERY = COLUMNS.map((column) => `deliveries.${column}`).join(', ');
const STANDING = ['endpoint', 'failures', 'paused_until', 'disabled_at']
  .map((column) => `webhook_endpoints.${column}`)
  .join(', ');

/** $1: endpoints; those that are known stay as they are. */
export const OPEN_ENDPOINTS = `
  insert into webhook_endpoints (endpoint, planned_up_to, failures)
  select name, coalesce((select max(position) from transitions where position is not null), 0), 0
  from unnest($1::text[]) as name on conflict do nothing`;

/**
 * Plans what comes next for an endpoint, by one node at a time. $1: the endpoint; $2: outcomes that it is told of; $3: now;
 * $4: how many to look at. Where an earlier delivery of the same attempt has failed and waits, a later
 * one waits as long, so that it is not looked at again and again; the order itself is kept where deliveries are claimed.
 */
export const PLAN = `
  with known as (
    select planned_up_to from webhook_endpoints where endpoint = $1
      and exists (select from transitions where position > planned_up_to) for update skip locked
  ), placed as (
    select position, attempt_id, sequence, state from transitions
    where position > (select planned_up_to from known) order by position limit $4
  ), planned as (
    insert into deliveries (position, endpoint, attempt_id, sequence, outcome, state, tries, planned_at, due_at)
    select position, $1, attempt_id, sequence, state, 'waiting', 0, $3::bigint, greatest($3::bigint, (
      select max(earlier.due_at) from deliveries as earlier
      where earlier.attempt_id = placed.attempt_id and earlier.endpoint = $1 and earlier.${WAITS}
        and earlier.error is not null))
    from placed where state = any($2::text[])
  ), moved as (
    update webhook_endpoints set planned_up_to = (select max(position) from placed)
    where endpoint = $1 and exists (select from placed)
  )
  select count(*)::integer as seen from placed`;

/** $1: the endpoint. */
export const STANDING_OF = `select ${STANDING} from webhook_endpoints where endpoint = $1`;

export const LOCK_STANDING = `${STANDING_OF} for update`;

/** $1: the endpoint; $2: failures; $3: paused until; $4: disabled at. */
export const KEEP_STANDING =
  'update webhook_endpoints set failures = $2, paused_until = $3, disabled_at = $4 where endpoint = $1 returning 1';

const HAS_ATTEMPT = 'exists (select from attempts where attempts.attempt_id = deliveries.attempt_id)';

/**
 * Leases deliveries that are due, each only when no earlier one of its attempt waits. $1: the endpoint; $2: now; $3: until
 * when they are leased; $4: how many. What another node is claiming is left to it. One that was planned while its attempt
 * was being erased goes too: the erasure could not see it.
 */
export const CLAIM = `
  with due as (
    select position, endpoint from deliveries
    where endpoint = $1 and state = 'waiting' and due_at <= $2 and not exists (
      select from deliveries as earlier where earlier.attempt_id = deliveries.attempt_id
        and earlier.position < deliveries.position and earlier.endpoint = deliveries.endpoint
        and earlier.${WAITS})
    order by due_at, position limit $4 for update skip locked
  ), forgotten as (
    delete from deliveries using due
    where deliveries.position = due.position and deliveries.endpoint = due.endpoint and not ${HAS_ATTEMPT}
  ), leased as (
    update deliveries set due_at = $3, tries = tries + 1 from due
    where deliveries.position = due.position and deliveries.endpoint = due.endpoint and ${HAS_ATTEMPT}
    returning deliveries.endpoint, deliveries.tries, deliveries.planned_at, deliveries.attempt_id, deliveries.sequence
  )
  select leased.endpoint, leased.tries, leased.planned_at,
    ${ATTEMPT_COLUMNS.map((column) => `attempts.${column}`).join(', ')}, ${OUTCOME_COLUMNS}
  from leased join attempts on attempts.attempt_id = leased.attempt_id
    join transitions as step on step.attempt_id = leased.attempt_id and step.sequence = leased.sequence
  order by step.position`;

/**
 * Puts on record what came of tries, and when what waits for them is due; answers how their endpoints stood. $1: tries as
 * a JSON array.
 */
export const SETTLE = `
  with sent as (
    select * from json_to_recordset($1::json) as sent (endpoint text, position bigint, tries integer, at bigint, state text,
      due_at bigint, settled_at bigint, answer integer, error text)
  ), settled as (
    update deliveries set state = sent.state, due_at = sent.due_at, settled_at = sent.settled_at, answer = sent.answer,
      error = sent.error
    from sent
    where deliveries.position = sent.position and deliveries.endpoint = sent.endpoint and deliveries.tries = sent.tries
      and deliveries.${WAITS}
    returning deliveries.attempt_id, sent.endpoint, sent.position, coalesce(sent.due_at, sent.at) as next_at
  ), following as (
    update deliveries set due_at = settled.next_at from settled
    where deliveries.attempt_id = settled.attempt_id and deliveries.endpoint = settled.endpoint
      and deliveries.position > settled.position and deliveries.${WAITS}
  )
  select settled.position, ${STANDING} from settled join webhook_endpoints on webhook_endpoints.endpoint = settled.endpoint`;

/** What no attempt is kept for any more goes, as where it is claimed. $1: planned before; $2: now; $3: how many. */
export const GIVE_UP = `
  with old as (
    select position, endpoint from deliveries where state = 'waiting' and planned_at < $1 and due_at <= $2
    order by planned_at limit $3 for update skip locked
  ), forgotten as (
    delete from deliveries using old
    where deliveries.position = old.position and deliveries.endpoint = old.endpoint and not ${HAS_ATTEMPT}
  )
  update deliveries set state = 'failed', due_at = null, settled_at = $2 from old
  where deliveries.position = old.position and deliveries.endpoint = old.endpoint and ${HAS_ATTEMPT}
  returning 1`;

const ANEW = `state = 'waiting', tries = 0, settled_at = null`;

/** $1: the endpoint; $2: the place; $3: now. */
export const SEND_AGAIN = `
  update deliveries set ${ANEW}, planned_at = $3, due_at = $3 where position = $2 and endpoint = $1
  returning ${DELIVERY}`;

/** $1: the endpoint; $2: now; $3: how many. */
export const SEND_FAILED_AGAIN = `
  with failed as (
    select position, endpoint from deliveries
    where state <> 'delivered' and state = 'failed' and endpoint = $1 and settled_at < $2
    order by position limit $3 for update skip locked
  )
  update deliveries set ${ANEW}, planned_at = $2, due_at = $2 from failed
  where deliveries.position = failed.position and deliveries.endpoint = failed.endpoint
  returning 1`;

/** $1: the endpoint; $2: now; $3: later than this; $4: how many. */
export const HASTEN = `
  with late as (
    select position, endpoint from deliveries where state = 'waiting' and endpoint = $1 and due_at > $3
    limit $4 for update skip locked
  )
  update deliveries set due_at = $2 from late
  where deliveries.position = late.position and deliveries.endpoint = late.endpoint
  returning 1`;
