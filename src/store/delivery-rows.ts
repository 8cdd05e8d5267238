import type {
  ClaimedDelivery,
  Delivery,
  DeliveryQuery,
  DeliveryTry,
  EndpointRecord,
  EndpointStanding,
} from '../engagement/model.js';
import { outcomeOf, type OutcomeRow } from './attempt-rows.js';
import type { DeliveriesTable, WebhookEndpointsTable } from './schema.js';

export type StandingRow = Omit<WebhookEndpointsTable, 'planned_up_to'>;

/** An endpoint's row with what waits for it and what has failed, counted. */
export interface EndpointRow extends StandingRow {
  readonly waiting: number;
  readonly waiting_since: number | null;
  readonly failed: number;
}

export interface ClaimedRow extends OutcomeRow {
  readonly endpoint: string;
  readonly tries: number;
  readonly planned_at: number;
}

export function deliveryOf(row: DeliveriesTable): Delivery {
  return {
    endpoint: row.endpoint,
    position: row.position,
    attemptId: row.attempt_id,
    sequence: row.sequence,
    outcome: row.outcome,
    state: row.state,
    tries: row.tries,
    plannedAt: row.planned_at,
    dueAt: row.due_at,
    settledAt: row.settled_at,
    answer: row.answer,
    error: row.error,
  };
}

export function claimedOf(row: ClaimedRow, { pausedUntil }: EndpointStanding): ClaimedDelivery {
  const { endpoint, tries, planned_at: plannedAt } = row;
  return { endpoint, tries, plannedAt, isProbe: pausedUntil !== null, outcome: outcomeOf(row) };
}

/** What becomes of a delivery by a try. */
export function settledBy({ at, verdict }: DeliveryTry): Pick<DeliveriesTable, 'state' | 'due_at' | 'settled_at'> {
  if (verdict.kind === 'delivered') return { state: 'delivered', due_at: null, settled_at: at };
  return verdict.againAt === null
    ? { state: 'failed', due_at: null, settled_at: at }
    : { state: 'waiting', due_at: verdict.againAt, settled_at: null };
}

export function standingOf(row: StandingRow): EndpointStanding {
  return { failures: row.failures, pausedUntil: row.paused_until, disabledAt: row.disabled_at };
}

export function endpointOf(row: EndpointRow): EndpointRecord {
  return {
    endpoint: row.endpoint,
    ...standingOf(row),
    waiting: row.waiting,
    waitingSince: row.waiting_since,
    failed: row.failed,
  };
}

/** What a query asks for: conditions with `?` for each of their values, the limit last. */
export function deliveryListing({ endpoint, state, attemptId, after, limit }: DeliveryQuery): {
  readonly sql: string;
  readonly values: readonly (string | number)[];
} {
  const asked: readonly (readonly [condition: string, ...values: readonly (string | number | undefined)[]])[] = [
    // The same in the words of the index that holds what is not delivered, so that it is used.
    [`state <> 'delivered' and state = ?`, state === 'delivered' ? undefined : state],
    ['state = ?', state === 'delivered' ? state : undefined],
    ['endpoint = ?', endpoint],
    ['attempt_id = ?', attemptId],
    ['(position, endpoint) < (?, ?)', after?.position, after?.endpoint],
  ];
  const conditions = asked.filter(([, value]) => value !== undefined);
  const where = conditions.length === 0 ? '' : `where ${conditions.map(([condition]) => condition).join(' and ')}`;
  return {
    sql: `select * from deliveries ${where} order by position desc, endpoint desc limit ?`,
    values: [...conditions.flatMap(([, ...values]) => values.filter((value) => value !== undefined)), limit],
  };
}

/**
 * Of a delivery that is looked for by its place or by its attempt: that it waits. In the words of the indexes of what waits,
 * databases would rather go through everything that waits for an endpoint.
 */
export const WAITS = 'due_at is not null';

/** Every endpoint, with what is not delivered to it counted. */
export const ENDPOINTS = `
  select known.endpoint, failures, paused_until, disabled_at, coalesce(waiting, 0) as waiting, waiting_since,
    coalesce(failed, 0) as failed
  from webhook_endpoints as known left join (
    select endpoint, sum(case state when 'waiting' then 1 else 0 end) as waiting,
      min(case state when 'waiting' then planned_at end) as waiting_since,
      sum(case state when 'failed' then 1 else 0 end) as failed
    from deliveries where state <> 'delivered' group by endpoint
  ) as open on open.endpoint = known.endpoint
  order by known.endpoint`;
