import { LATENCY_BOUNDS, MOST_NAMES, OTHER_NAMES, TALLY_GRAINS } from '../engagement/model.js';

/**
 * What both kinds of database are asked to count outcomes, `?` for a value. Each statement counts those with places above its
 * first value, up to its second. An attempt without an invitation was cancelled before anybody had engaged it: it is none.
 */

/** Tables of counts by grain. */
export const TALLY_TABLES = ['tallies', 'suppression_tallies', 'latency_tallies'] as const;

const COUNTED = `
  with counted as (
    select attempt_id, state, at from transitions where position > ? and position <= ?
  )`;

const GRAINS = Object.entries(TALLY_GRAINS)
  .map(([grain, ms]) => `select '${grain}' as grain, ${ms} as ms`)
  .join(' union all ');

/** Longer than the last bound. */
export const BEYOND = -1;

const STEP_OF = (state: string): string =>
  `exists (select 1 from transitions as step where step.attempt_id = attempts.attempt_id and step.state = '${state}')`;

const IS_ANSWER = `counted.state in ('accepted', 'declined', 'ignored')`;

const ENDED = `counted join attempts on attempts.attempt_id = counted.attempt_id
  where counted.state <> 'shown' and attempts.invitation is not null`;

const SUPPRESSED = `${ENDED} and counted.state = 'suppressed'`;

/** What is counted by name: columns of attempts. */
type Named = 'channel' | 'rule_name' | 'reason';

/** Makes the names known that are counted by name, as long as there is room. */
function learnNames(kind: Named, counted = ENDED): string {
  return `${COUNTED}
  insert into tally_names (kind, name)
  select distinct '${kind}', attempts.${kind} from ${counted} and attempts.${kind} is not null
    and not exists (select 1 from tally_names where kind = '${kind}' and name = attempts.${kind})
  limit (select case when count(*) < ${MOST_NAMES} then ${MOST_NAMES} - count(*) else 0 end
    from tally_names where kind = '${kind}')`;
}

function nameOf(kind: Named): string {
  return `coalesce((select name from tally_names where kind = '${kind}' and name = attempts.${kind}),
    case when attempts.${kind} is null then '' else '${OTHER_NAMES}' end)`;
}

const COUNT_ENDED = `${COUNTED}
  insert into tallies (grain, bucket, channel, rule_name, ending, was_delivered, was_shown, count)
  select grain, created_at - created_at % ms, channel, rule_name, ending, was_delivered, was_shown, count(*)
  from (
    select attempts.created_at, ${nameOf('channel')} as channel, ${nameOf('rule_name')} as rule_name, counted.state as ending,
      case when ${IS_ANSWER} or ${STEP_OF('delivered')} or ${STEP_OF('shown')} then 1 else 0 end as was_delivered,
      case when ${IS_ANSWER} or ${STEP_OF('shown')} then 1 else 0 end as was_shown
    from ${ENDED}
  ) as each_ended cross join (${GRAINS}) as grains
  where true
  group by grain, created_at - created_at % ms, channel, rule_name, ending, was_delivered, was_shown
  on conflict (grain, bucket, channel, rule_name, ending, was_delivered, was_shown)
    do update set count = tallies.count + excluded.count`;

const COUNT_SUPPRESSED = `${COUNTED}
  insert into suppression_tallies (grain, bucket, reason, count)
  select grain, created_at - created_at % ms, reason, count(*)
  from (select attempts.created_at, ${nameOf('reason')} as reason from ${SUPPRESSED}) as each_suppressed
    cross join (${GRAINS}) as grains
  where true
  group by grain, created_at - created_at % ms, reason
  on conflict (grain, bucket, reason) do update set count = suppression_tallies.count + excluded.count`;

const WITHIN = `case ${LATENCY_BOUNDS.map((bound) => `when took <= ${bound} then ${bound}`).join(' ')} else ${BEYOND} end`;

const COUNT_LATENCIES = `${COUNTED}
  insert into latency_tallies (grain, bucket, kind, within_ms, count)
  select grain, at - at % ms, kind, ${WITHIN}, count(*)
  from (
    select counted.at, 'to-shown' as kind, counted.at - attempts.created_at as took
    from counted join attempts on attempts.attempt_id = counted.attempt_id where counted.state = 'shown'
    union all
    select counted.at, 'to-answer' as kind, counted.at - step.at as took
    from counted join transitions as step on step.attempt_id = counted.attempt_id and step.state = 'shown'
    where counted.state in ('accepted', 'declined')
  ) as each_timed cross join (${GRAINS}) as grains
  where true
  group by grain, at - at % ms, kind, ${WITHIN}
  on conflict (grain, bucket, kind, within_ms) do update set count = latency_tallies.count + excluded.count`;

/** The places of what is counted next. Values: the place before, and how many at most. */
export const NEXT_TO_COUNT = 'select position from transitions where position > ? order by position limit ?';

export const PROGRESS = `select up_to from tally_progress where counted = 'outcomes'`;

export const KEEP_PROGRESS = `update tally_progress set up_to = ? where counted = 'outcomes'`;

/** Values: the grain, from, until. */
export const ENDED_BY_NAME = `
  select channel, rule_name, ending, was_delivered, was_shown, cast(sum(count) as bigint) as count from tallies
  where grain = ? and bucket >= ? and bucket < ? group by channel, rule_name, ending, was_delivered, was_shown`;

export const ENDED_BY_TIME = `
  select bucket, ending, was_delivered, was_shown, cast(sum(count) as bigint) as count from tallies
  where grain = ? and bucket >= ? and bucket < ? group by bucket, ending, was_delivered, was_shown order by bucket`;

export const SUPPRESSION_TALLIES = `
  select reason, cast(sum(count) as bigint) as count from suppression_tallies
  where grain = ? and bucket >= ? and bucket < ? group by reason order by 2 desc, reason`;

export const LATENCY_TALLIES = `
  select bucket, kind, within_ms, count from latency_tallies
  where grain = ? and bucket >= ? and bucket < ? order by bucket`;

/** What has not ended may have a name that is yet to be learnt. */
function nameOfActive(kind: Named): string {
  return `case when (select count(*) from tally_names where kind = '${kind}') < ${MOST_NAMES}
    then coalesce(attempts.${kind}, '') else ${nameOf(kind)} end`;
}

/** Values: the grain's length, from, until. */
export const ACTIVE_TALLIES = `
  select created_at - created_at % cast(? as bigint) as bucket, ${nameOfActive('channel')} as channel,
    ${nameOfActive('rule_name')} as rule_name, state, count(*) as count
  from attempts where ended_at is null and created_at >= ? and created_at < ?
  group by 1, 2, 3, 4 order by 1`;

/** Values: the grain, before, the grain, how many. */
export function forgetting(table: (typeof TALLY_TABLES)[number]): string {
  return `delete from ${table} where grain = ? and bucket < ? and bucket <= coalesce((
    select max(bucket) from (select bucket from ${table} where grain = ? order by bucket limit ?) as oldest), 0)`;
}

/** What counts one batch, in this order. */
export const COUNTING: readonly string[] = [
  learnNames('channel'),
  learnNames('rule_name'),
  learnNames('reason', SUPPRESSED),
  COUNT_ENDED,
  COUNT_SUPPRESSED,
  COUNT_LATENCIES,
];
