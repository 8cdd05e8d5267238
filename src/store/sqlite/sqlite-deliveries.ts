import { afterTry, claimable, type EndpointStanding, isOutcome, isSameStanding, WELL } from '../../engagement/model.js';
import {
  claimedOf,
  type ClaimedRow,
  deliveryListing,
  deliveryOf,
  endpointOf,
  type EndpointRow,
  ENDPOINTS,
  settledBy,
  standingOf,
  WAITS,
} from '../delivery-rows.js';
import type { DeliveriesTable, TransitionsTable, WebhookEndpointsTable } from '../schema.js';
import type { DeliveryOperations, Input, Output } from './operations.js';
import type { SqliteFile } from './sqlite-file.js';
import { OUTCOME_WITH_ATTEMPT, type SqliteOutcomes } from './sqlite-outcomes.js';

type PlacedRow = Pick<TransitionsTable, 'attempt_id' | 'sequence' | 'state'> & { readonly position: number };

const FAILED_AGAIN = `update deliveries set state = 'waiting', tries = 0, planned_at = ?1, due_at = ?1, settled_at = null
      where (position, endpoint) in (select position, endpoint from deliveries
        where state <> 'delivered' and state = 'failed' and endpoint = ?2 and settled_at < ?1 order by position limit ?3)`;

const HASTENED = `update deliveries set due_at = ?1 where (position, endpoint) in (
      select position, endpoint from deliveries where state = 'waiting' and endpoint = ?2 and due_at > ?3 limit ?4)`;

/** Deliveries in an SQLite file. One thread calls these, each inside an open transaction. */
export class SqliteDeliveries implements DeliveryOperations {
  constructor(
    private readonly file: SqliteFile,
    private readonly outcomes: SqliteOutcomes,
  ) {}

  private readonly insertEndpoint = this.file.prepare(
    'insert into webhook_endpoints (endpoint, planned_up_to, failures) values (?, ?, 0) on conflict do nothing',
  );
  private readonly endpointRow = this.file.prepare<WebhookEndpointsTable>(
    'select endpoint, planned_up_to, failures, paused_until, disabled_at from webhook_endpoints where endpoint = ?',
  );
  private readonly moveOn = this.file.prepare('update webhook_endpoints set planned_up_to = ? where endpoint = ?');
  private readonly keepStanding = this.file.prepare(
    'update webhook_endpoints set failures = ?, paused_until = ?, disabled_at = ? where endpoint = ?',
  );
  private readonly placedAfter = this.file.prepare<PlacedRow>(
    'select position, attempt_id, sequence, state from transitions where position > ? order by position limit ?',
  );
  private readonly insertDelivery = this.file.prepare(
    `insert into deliveries (position, endpoint, attempt_id, sequence, outcome, state, tries, planned_at, due_at)
      values (?1, ?2, ?3, ?4, ?5, 'waiting', 0, ?6, max(?6, coalesce((
        select max(due_at) from deliveries where attempt_id = ?3 and endpoint = ?2 and ${WAITS} and error is not null), 0)))`,
  );
  private readonly dueRows = this.file.prepare<ClaimedRow>(
    `select delivery.endpoint, delivery.tries + 1 as tries, delivery.planned_at, ${OUTCOME_WITH_ATTEMPT}
      from deliveries as delivery
        join attempts on attempts.attempt_id = delivery.attempt_id
        join transitions as step on step.attempt_id = delivery.attempt_id and step.sequence = delivery.sequence
      where delivery.endpoint = ? and delivery.state = 'waiting' and delivery.due_at <= ? and not exists (
        select 1 from deliveries as earlier where earlier.attempt_id = delivery.attempt_id
          and earlier.position < delivery.position and earlier.endpoint = delivery.endpoint and earlier.${WAITS})
      order by delivery.due_at, delivery.position limit ?`,
  );
  private readonly lease = this.file.prepare(
    'update deliveries set due_at = ?, tries = tries + 1 where position = ? and endpoint = ?',
  );
  private readonly settleRow = this.file.prepare(
    `update deliveries set state = ?, due_at = ?, settled_at = ?, answer = ?, error = ?
      where position = ? and endpoint = ? and tries = ? and ${WAITS}`,
  );
  private readonly letLaterFollow = this.file.prepare(
    `update deliveries set due_at = ?1 where endpoint = ?2 and ${WAITS} and position > ?3
      and attempt_id = (select attempt_id from deliveries where position = ?3 and endpoint = ?2)`,
  );
  private readonly giveUpOld = this.file.prepare(
    `update deliveries set state = 'failed', due_at = null, settled_at = ?1 where (position, endpoint) in (
      select position, endpoint from deliveries
        where state = 'waiting' and planned_at < ?2 and due_at <= ?1 order by planned_at limit ?3)`,
  );
  private readonly again = this.file.prepare(
    `update deliveries set state = 'waiting', tries = 0, planned_at = ?, due_at = ?, settled_at = null
      where position = ? and endpoint = ?`,
  );
  private readonly deliveryRow = this.file.prepare<DeliveriesTable>(
    'select * from deliveries where position = ? and endpoint = ?',
  );

  openEndpoints = ({ endpoints }: Input<'openEndpoints'>): void => {
    const last = this.outcomes.last();
    for (const endpoint of endpoints) this.insertEndpoint.run(endpoint, last);
  };

  planDeliveries = ({ endpoint, wanted, at, limit }: Input<'planDeliveries'>): Output<'planDeliveries'> => {
    const known = this.endpointRow.one(endpoint);
    if (known === undefined) return 0;
    const placed = this.placedAfter.all(known.planned_up_to, limit);
    for (const { position, attempt_id, sequence, state } of placed)
      if (isOutcome(state) && wanted.includes(state))
        this.insertDelivery.run(position, endpoint, attempt_id, sequence, state, at);
    const last = placed.at(-1);
    if (last !== undefined) this.moveOn.run(last.position, endpoint);
    return placed.length;
  };

  claimDeliveries = ({ endpoint, at, leaseMs, limit }: Input<'claimDeliveries'>): Output<'claimDeliveries'> => {
    const standing = this.standing(endpoint);
    const due = this.dueRows.all(endpoint, at, claimable(standing, at, limit));
    for (const { place } of due) this.lease.run(at + leaseMs, place, endpoint);
    // Until it is known what comes of it, nobody else tries.
    if (due.length > 0 && standing.pausedUntil !== null)
      this.keep(endpoint, { ...standing, pausedUntil: at + leaseMs });
    return due.map((row) => claimedOf(row, standing));
  };

  settleDelivery = (tried: Input<'settleDelivery'>): Output<'settleDelivery'> => {
    const { endpoint, position, tries, at, answer, error } = tried;
    const { state, due_at, settled_at } = settledBy(tried);
    if (this.settleRow.run(state, due_at, settled_at, answer, error, position, endpoint, tries) === 0) return undefined;
    this.letLaterFollow.run(due_at ?? at, endpoint, position);
    const before = this.standing(endpoint);
    const after = afterTry(before, tried);
    if (!isSameStanding(before, after)) this.keep(endpoint, after);
    return { before, after };
  };

  giveUpDeliveries = ({ plannedBefore, at, limit }: Input<'giveUpDeliveries'>): Output<'giveUpDeliveries'> =>
    this.giveUpOld.run(at, plannedBefore, limit);

  listDeliveries = (query: Input<'listDeliveries'>): Output<'listDeliveries'> => {
    const { sql, values } = deliveryListing(query);
    return this.file
      .prepare<DeliveriesTable>(sql)
      .all(...values)
      .map(deliveryOf);
  };

  sendAgain = ({ endpoint, position, at }: Input<'sendAgain'>): Output<'sendAgain'> => {
    this.again.run(at, at, position, endpoint);
    const row = this.deliveryRow.one(position, endpoint);
    return row && deliveryOf(row);
  };

  sendFailedAgain = ({ endpoint, at, limit }: Input<'sendFailedAgain'>): Output<'sendFailedAgain'> =>
    this.file.prepare(FAILED_AGAIN).run(at, endpoint, limit);

  hastenDeliveries = ({ endpoint, at, later, limit }: Input<'hastenDeliveries'>): Output<'hastenDeliveries'> =>
    this.file.prepare(HASTENED).run(at, endpoint, later, limit);

  endpointStanding = ({ endpoint }: Input<'endpointStanding'>): Output<'endpointStanding'> => {
    const row = this.endpointRow.one(endpoint);
    return row && standingOf(row);
  };

  endpoints = (): Output<'endpoints'> => this.file.prepare<EndpointRow>(ENDPOINTS).all().map(endpointOf);

  enableEndpoint = ({ endpoint }: Input<'enableEndpoint'>): Output<'enableEndpoint'> => this.keep(endpoint, WELL) > 0;

  private standing(endpoint: string): EndpointStanding {
    return this.endpointStanding({ endpoint }) ?? WELL;
  }

  private keep(endpoint: string, { failures, pausedUntil, disabledAt }: EndpointStanding): number {
    return this.keepStanding.run(failures, pausedUntil, disabledAt, endpoint);
  }
}
