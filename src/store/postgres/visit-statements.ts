import { RECORD_COLUMNS } from '../visit-rows.js';

/** What PostgreSQL is asked about visits. */

/** $1: the visit; $2: the id of the attempt before; $3: how many. */
export const RECORDS = `
  select ${RECORD_COLUMNS.join(', ')}, (
    select json_agg(step order by step.sequence) from transitions as step where step.attempt_id = attempts.attempt_id
  ) as transitions
  from attempts where visit_id = $1 and attempt_id > $2 order by attempt_id limit $3`;

/** $1: attempts. */
export const DELIVERIES = `
  select * from deliveries where attempt_id = any($1::text[]) order by attempt_id, position, endpoint`;

/** $1: its id; $2: now; $3: who. */
export const BEGIN_ERASURE = 'insert into erasures (erasure_id, at, actor, attempts) values ($1, $2, $3, 0)';

/** Waits for whoever plans deliveries, and lets nobody begin to: what is planned is seen by the statements that follow. */
export const HOLD_PLANS = 'select from webhook_endpoints order by endpoint for key share';

/** $1: the erasure; $2: the visit; $3: how many. */
export const ERASE = `
  with ended as (
    select attempt_id from attempts where visit_id = $2 and ended_at is not null order by attempt_id limit $3 for update
  ), counted as (
    update erasures set attempts = attempts + (select count(*) from ended) where erasure_id = $1
  ), steps as (
    delete from transitions using ended where transitions.attempt_id = ended.attempt_id
  ), told as (
    delete from deliveries using ended where deliveries.attempt_id = ended.attempt_id
  )
  delete from attempts using ended where attempts.attempt_id = ended.attempt_id returning 1`;

/** $1: the erasure; $2: now. */
export const COMPLETE_ERASURE = 'update erasures set completed_at = $2 where erasure_id = $1 returning *';

/** $1: the id before which they are; $2: how many. */
export const ERASURES = 'select * from erasures where erasure_id < $1 order by erasure_id desc limit $2';
