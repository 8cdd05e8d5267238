import {
  afterFailure,
  claimable,
  type ClaimedDelivery,
  type Delivery,
  DeliveryBook,
  type DeliveryQuery,
  type DeliveryTry,
  type EndpointRecord,
  type EndpointStanding,
  type Moment,
  type OutcomeState,
  WELL,
} from '../../engagement/model.js';
import {
  claimedOf,
  type ClaimedRow,
  deliveryConditionsOf,
  deliveryOf,
  endpointOf,
  type EndpointRow,
  ENDPOINTS,
  standingOf,
  type StandingRow,
} from '../delivery-rows.js';
import type { DeliveriesTable } from '../schema.js';
import type { Calls } from './calls.js';
import type { Database, Queries } from './database.js';
import * as statements from './delivery-statements.js';

/** Deliveries in a PostgreSQL database, whose nodes share the work. */
export class PostgresDeliveryBook extends DeliveryBook {
  constructor(
    private readonly database: Database,
    private readonly calls: Calls,
  ) {
    super();
  }

  override open(endpoints: readonly string[]): Promise<void> {
    return this.calls.make(async () => {
      await this.database.all(statements.OPEN_ENDPOINTS, [endpoints]);
    });
  }

  override plan(endpoint: string, wanted: readonly OutcomeState[], at: Moment, limit: number): Promise<number> {
    return this.calls.make(async () => {
      const [row] = await this.database.all<{ readonly seen: number }>(statements.PLAN, [endpoint, wanted, at, limit]);
      return row?.seen ?? 0;
    });
  }

  override claim(endpoint: string, at: Moment, leaseMs: number, limit: number): Promise<readonly ClaimedDelivery[]> {
    return this.calls.make(async () => {
      const standing = await standingIn(this.database, statements.STANDING_OF, endpoint);
      if (claimable(standing, at, limit) === 0) return [];
      if (standing.pausedUntil === null) return claimIn(this.database, endpoint, at, leaseMs, limit);
      return this.database.transaction((queries) => probeIn(queries, endpoint, at, leaseMs));
    });
  }

  override settle(tried: DeliveryTry): Promise<EndpointStanding | undefined> {
    return this.calls.make(async () => {
      if (tried.verdict.kind === 'not-delivered')
        return this.database.transaction((queries) => settleIn(queries, tried));
      if (!(await settleDelivery(this.database, tried))) return undefined;
      const standing = await standingIn(this.database, statements.STANDING_OF, tried.endpoint);
      if (standing.failures > 0 || standing.pausedUntil !== null)
        await keepIn(this.database, tried.endpoint, { ...WELL, disabledAt: standing.disabledAt });
      return { ...WELL, disabledAt: standing.disabledAt };
    });
  }

  override giveUp(plannedBefore: Moment, at: Moment, limit: number): Promise<number> {
    return this.calls.make(
      async () => (await this.database.all(statements.GIVE_UP, [plannedBefore, at, limit])).length,
    );
  }

  override list(query: DeliveryQuery): Promise<readonly Delivery[]> {
    return this.calls.make(async () => {
      const conditions = deliveryConditionsOf(query);
      const sql = statements.deliveryListing(conditions.map(([condition]) => condition));
      const values = [query.limit, ...conditions.map(([, value]) => value)];
      return (await this.database.all<DeliveriesTable>(sql, values)).map(deliveryOf);
    });
  }

  override sendAgain(endpoint: string, position: number, at: Moment): Promise<Delivery | undefined> {
    return this.calls.make(async () => {
      const [row] = await this.database.all<DeliveriesTable>(statements.SEND_AGAIN, [endpoint, position, at]);
      return row && deliveryOf(row);
    });
  }

  override sendFailedAgain(endpoint: string, at: Moment, limit: number): Promise<number> {
    return this.calls.make(
      async () => (await this.database.all(statements.SEND_FAILED_AGAIN, [endpoint, at, limit])).length,
    );
  }

  override endpoints(): Promise<readonly EndpointRecord[]> {
    return this.calls.make(async () => (await this.database.all<EndpointRow>(ENDPOINTS)).map(endpointOf));
  }

  override enable(endpoint: string): Promise<boolean> {
    return this.calls.make(() => keepIn(this.database, endpoint, WELL));
  }
}

async function claimIn(
  queries: Queries,
  endpoint: string,
  at: Moment,
  leaseMs: number,
  limit: number,
): Promise<readonly ClaimedDelivery[]> {
  const rows = await queries.all<ClaimedRow>(statements.CLAIM, [endpoint, at, at + leaseMs, limit]);
  return rows.map(claimedOf);
}

/** Of several nodes that would try whether an endpoint is back, one does. */
async function probeIn(
  queries: Queries,
  endpoint: string,
  at: Moment,
  leaseMs: number,
): Promise<readonly ClaimedDelivery[]> {
  const standing = await standingIn(queries, statements.LOCK_STANDING, endpoint);
  const claimed = await claimIn(queries, endpoint, at, leaseMs, claimable(standing, at, 1));
  // Until it is known what comes of it, nobody else tries.
  if (claimed.length > 0) await keepIn(queries, endpoint, { ...standing, pausedUntil: at + leaseMs });
  return claimed;
}

async function settleIn(queries: Queries, tried: DeliveryTry): Promise<EndpointStanding | undefined> {
  const standing = await standingIn(queries, statements.LOCK_STANDING, tried.endpoint);
  const { verdict, at } = tried;
  if (!(await settleDelivery(queries, tried)) || verdict.kind === 'delivered') return undefined;
  const after = afterFailure(standing, { ...verdict, at });
  await keepIn(queries, tried.endpoint, after);
  return after;
}

/** @returns false when the try says nothing any more */
async function settleDelivery(queries: Queries, tried: DeliveryTry): Promise<boolean> {
  const { endpoint, position, tries, at, answer, error, verdict } = tried;
  const againAt = verdict.kind === 'delivered' ? null : verdict.againAt;
  const state = verdict.kind === 'delivered' ? 'delivered' : againAt === null ? 'failed' : 'waiting';
  const values = [endpoint, position, tries, state, againAt, againAt === null ? at : null, answer, error, at];
  return (await queries.all(statements.SETTLE, values)).length > 0;
}

async function standingIn(queries: Queries, sql: string, endpoint: string): Promise<EndpointStanding> {
  const [row] = await queries.all<StandingRow>(sql, [endpoint]);
  return row === undefined ? WELL : standingOf(row);
}

async function keepIn(
  queries: Queries,
  endpoint: string,
  { failures, pausedUntil, disabledAt }: EndpointStanding,
): Promise<boolean> {
  return (await queries.all(statements.KEEP_STANDING, [endpoint, failures, pausedUntil, disabledAt])).length > 0;
}
