/** A past that never was, in SQL: attempts up to now, with days and nights, and all that belongs to them. */
export interface SeededHistory {
  readonly kind: 'sqlite' | 'postgres';
  /** How many attempts there are in all. */
  readonly attempts: number;
  /** How long ago the first one was made, in milliseconds. */
  readonly spanMs: number;
  /** When the last one was made. */
  readonly until: number;
  /** How many of the last are still active. */
  readonly active: number;
  /** How many outcomes of the last that have ended could not be delivered. */
  readonly failedDeliveries: number;
}

/** The endpoint that deliveries were made to. */
const ENDPOINT = 'default';

/** How far attempts are from even distances, in milliseconds: by night there are half as many, and they stay in order. */
const SWAY_MS = 5_000_000;

const ENDINGS = `case
  when n % 20 < 6 then 'accepted' when n % 20 < 11 then 'declined' when n % 20 < 15 then 'ignored'
  when n % 20 < 17 then 'expired' when n % 20 = 17 then 'cancelled' when n % 20 = 18 then 'suppressed' else 'failed' end`;

const RULES = `case n % 5 when 0 then 'cart-abandonment' when 1 then 'exit-intent' when 2 then 'pricing-page'
  when 3 then 'returning-visitor' end`;

const WAS_DELIVERED = `state in ('delivered', 'shown', 'accepted', 'declined', 'ignored', 'failed')`;
const WAS_SHOWN = `state in ('shown', 'accepted', 'declined', 'ignored')`;
const HAS_ENDED = `state not in ('pending', 'delivered', 'shown')`;

/** The statements that add attempts from one number to another, both of them included. */
export function seeding(history: SeededHistory, first: number, last: number): readonly string[] {
  const source = sourceOf(history, first, last);
  return [
    `${source} insert into attempts (attempt_id, interaction_id, visit_id, channel, language, rule_name, state, reason,
       created_at, expires_at, ended_at, deadline, answer_within, exclusive, transition_count, showing_pages, invitation, data)
     select id, 'interaction-' || n, case when is_active = 1 then 'visit-live-' || n else 'visit-' || (n / 3) end,
       case when n % 7 = 0 then 'callback' else 'chat' end, 'en', ${RULES}, state,
       case state when 'cancelled' then 'no agent is free' when 'suppressed' then 'quiet-after-decline' end,
       ms, ms + 300000, case when is_active = 0 then ended_at end, case when is_active = 1 then ms + 36000000 end,
       36000000, is_active, 4, '[]', '{"title":"Can we help you?","displaySeconds":60}',
       '{"customer":{"name":"Customer ' || n || '"},"cartTotal":' || (n % 300) || '}'
     from attempt`,
    `${source} insert into transitions (attempt_id, sequence, state, at, by, actor, reason, position)
     select id, 0, case state when 'suppressed' then state else 'pending' end, ms,
       case state when 'suppressed' then 'gateway' else 'strategy' end, null, null,
       case state when 'suppressed' then 2 * n + 2 end from attempt
     union all select id, 1, 'delivered', ms + 40, 'visitor', null, null, null from attempt where ${WAS_DELIVERED}
     union all select id, 2, 'shown', ms + 90 + n % 97 * (n % 11), 'visitor', null, null, 2 * n + 1 from attempt
       where ${WAS_SHOWN}
     union all select id, 3, state, ended_at,
       case state when 'expired' then 'gateway' when 'cancelled' then 'strategy' else 'visitor' end, null, null, 2 * n + 2
       from attempt where ${HAS_ENDED} and state <> 'suppressed'`,
    `${source} insert into deliveries (position, endpoint, attempt_id, sequence, outcome, state, tries, planned_at,
       settled_at, answer, error)
     select 2 * n + 2, '${ENDPOINT}', id, 3, state, 'failed', 12, ended_at, ended_at + 60000, 503, 'it was answered 503'
     from attempt where ${HAS_ENDED} and state <> 'suppressed'
       and n >= ${history.attempts - history.active - history.failedDeliveries}`,
  ];
}

/** The statements that count what has been added from one number to another, as the service does. */
export function counting(
  statements: readonly string[],
  first: number,
  last: number,
): readonly (readonly [sql: string, before: number, upTo: number])[] {
  return statements.map((sql) => [sql, 2 * first, 2 * last + 2]);
}

/** For how long the service keeps counts by the minute, in milliseconds. */
const MINUTES_KEPT_MS = 3 * 86_400_000;

/** The statements that make it as if all of it had been counted, told, and, where it is old, forgotten. */
export function settling({ kind, until }: SeededHistory): readonly string[] {
  const last = '(select max(position) from transitions where position is not null)';
  return [
    `update tally_progress set up_to = ${last} where counted = 'outcomes'`,
    `insert into webhook_endpoints (endpoint, planned_up_to, failures) values ('${ENDPOINT}', ${last}, 0)`,
    ...['tallies', 'suppression_tallies', 'latency_tallies'].map(
      (table) => `delete from ${table} where grain = 'minute' and bucket < ${until - MINUTES_KEPT_MS}`,
    ),
    ...(kind === 'postgres' ? [`select setval('outcome_positions', ${last})`] : []),
  ];
}

function sourceOf({ kind, attempts, active, spanMs, until }: SeededHistory, first: number, last: number): string {
  const apart = Math.floor(spanMs / attempts);
  const hex = kind === 'sqlite' ? `printf('%012x', ms)` : `lpad(to_hex(ms), 12, '0')`;
  return `with recursive copy(n) as (select ${first} union all select n + 1 from copy where n < ${last}),
    placed as (
      select n, cast(${until} as bigint) - cast(before + ${SWAY_MS} * sin(6.283185307 * before / 86400000.0) as bigint) as ms,
        case when n >= ${attempts - active} then 1 else 0 end as is_active
      from (select n, cast(${attempts} - n as bigint) * ${apart} as before from copy) as even
    ), attempt as (
      select n, ms, is_active, substr(${hex}, 1, 8) || '-' || substr(${hex}, 9) || '-7000-8000-' || substr(cast(1000000000000 + n as text), 2) as id,
        case when is_active = 1 then case n % 3 when 0 then 'pending' when 1 then 'delivered' else 'shown' end
          else ${ENDINGS} end as state,
        case when n % 20 = 18 then ms when n % 20 in (15, 16) then ms + 300000 else ms + 5000 + n % 4999 end as ended_at
      from placed
    )`;
}
