import {
  afterTry,
  claimable,
  type ClaimedDelivery,
  type Delivery,
  DeliveryBook,
  type DeliveryQuery,
  type DeliveryTry,
  type EndpointRecord,
  type EndpointStanding,
  isSameStanding,
  type Moment,
  type OutcomeState,
  type StandingChange,
  WELL,
} from '../../engagement/model.js';
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
  type StandingRow,
} from '../delivery-rows.js';
import type { DeliveriesTable } from '../schema.js';
import { Batches } from './batches.js';
import type { Calls } from './calls.js';
import type { Database, Queries } from './database.js';
import { numbered } from './numbered.js';
import * as statements from './delivery-statements.js';

/** Deliveries in a PostgreSQL database, whose nodes share the work. */
export class PostgresDeliveryBook extends DeliveryBook {
  /** Those that come while others are being put on record share a commit. */
  private readonly deliveries: Batches<DeliveryTry, StandingChange | undefined>;

  constructor(
    private readonly database: Database,
    private readonly calls: Calls,
  ) {
    super();
    this.deliveries = new Batches((tries: readonly DeliveryTry[]) => settleDelivered(database, tries), keyOf, {
      lanes: 1,
    });
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
      const standing = (await standingIn(this.database, statements.STANDING_OF, endpoint)) ?? WELL;
      if (claimable(standing, at, limit) === 0) return [];
      if (standing.pausedUntil === null) return claimIn(this.database, endpoint, standing, { at, leaseMs, limit });
      return this.database.transaction((queries) => probeIn(queries, endpoint, at, leaseMs));
    });
  }

  override settle(tried: DeliveryTry): Promise<StandingChange | undefined> {
    return this.calls.make(() =>
      tried.verdict.kind === 'delivered'
        ? this.deliveries.call(tried)
        : this.database.transaction((queries) => settleFailure(queries, tried)),
    );
  }

  override giveUp(plannedBefore: Moment, at: Moment, limit: number): Promise<number> {
    return this.calls.make(
      async () => (await this.database.all(statements.GIVE_UP, [plannedBefore, at, limit])).length,
    );
  }

  override list(query: DeliveryQuery): Promise<readonly Delivery[]> {
    return this.calls.make(async () => {
      const { sql, values } = deliveryListing(query);
      return (await this.database.all<DeliveriesTable>(numbered(sql), values)).map(deliveryOf);
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

  override hasten(endpoint: string, at: Moment, later: Moment, limit: number): Promise<number> {
    return this.calls.make(
      async () => (await this.database.all(statements.HASTEN, [endpoint, at, later, limit])).length,
    );
  }

  override standing(endpoint: string): Promise<EndpointStanding | undefined> {
    return this.calls.make(() => standingIn(this.database, statements.STANDING_OF, endpoint));
  }

  override endpoints(): Promise<readonly EndpointRecord[]> {
    return this.calls.make(async () => (await this.database.all<EndpointRow>(ENDPOINTS)).map(endpointOf));
  }

  override enable(endpoint: string): Promise<boolean> {
    return this.calls.make(() => keepIn(this.database, endpoint, WELL));
  }
}

interface Claim {
  readonly at: Moment;
  readonly leaseMs: number;
  readonly limit: number;
}

async function claimIn(
  queries: Queries,
  endpoint: string,
  standing: EndpointStanding,
  { at, leaseMs, limit }: Claim,
): Promise<readonly ClaimedDelivery[]> {
  const rows = await queries.all<ClaimedRow>(statements.CLAIM, [endpoint, at, at + leaseMs, limit]);
  return rows.map((row) => claimedOf(row, standing));
}

/** Of several nodes that would try whether an endpoint is back, one does. */
async function probeIn(
  queries: Queries,
  endpoint: string,
  at: Moment,
  leaseMs: number,
): Promise<readonly ClaimedDelivery[]> {
  const standing = (await standingIn(queries, statements.LOCK_STANDING, endpoint)) ?? WELL;
  const limit = claimable(standing, at, 1);
  const claimed = await claimIn(queries, endpoint, standing, { at, leaseMs, limit });
  // Until it is known what comes of it, nobody else tries.
  if (standing.pausedUntil !== null && claimed.length > 0)
    await keepIn(queries, endpoint, { ...standing, pausedUntil: at + leaseMs });
  return claimed;
}

/** Of failures at the same time, each counts. */
async function settleFailure(queries: Queries, tried: DeliveryTry): Promise<StandingChange | undefined> {
  await queries.all(statements.LOCK_STANDING, [tried.endpoint]);
  const settled = await settleIn(queries, [tried]);
  return settled.has(keyOf(tried)) ? changeIn(queries, tried) : undefined;
}

/** Most change nothing in how an endpoint fares: then nobody waits for anybody. */
async function settleDelivered(
  database: Database,
  tries: readonly DeliveryTry[],
): Promise<readonly (StandingChange | undefined)[]> {
  const settled = await settleIn(database, tries);
  const changes: (StandingChange | undefined)[] = [];
  for (const tried of tries) {
    const before = settled.get(keyOf(tried));
    const isChange = before !== undefined && !isSameStanding(before, afterTry(before, tried));
    changes.push(
      isChange
        ? await database.transaction((queries) => changeIn(queries, tried))
        : before && { before, after: before },
    );
  }
  return changes;
}

/** @returns how endpoints stood, by the keys of the tries that say something */
async function settleIn(
  queries: Queries,
  tries: readonly DeliveryTry[],
): Promise<ReadonlyMap<string, EndpointStanding>> {
  const rows = await queries.all<SettledRow>(statements.SETTLE, [JSON.stringify(tries.map(sentOf))]);
  return new Map(rows.map((row) => [keyOf(row), standingOf(row)]));
}

interface SettledRow extends StandingRow {
  readonly position: number;
}

/** Puts on record how an endpoint fares after a try, which others may have changed meanwhile. */
async function changeIn(queries: Queries, tried: DeliveryTry): Promise<StandingChange> {
  const before = (await standingIn(queries, statements.LOCK_STANDING, tried.endpoint)) ?? WELL;
  const after = afterTry(before, tried);
  if (!isSameStanding(before, after)) await keepIn(queries, tried.endpoint, after);
  return { before, after };
}

function keyOf({ position, endpoint }: Pick<DeliveryTry, 'position' | 'endpoint'>): string {
  return `${position} ${endpoint}`;
}

function sentOf(tried: DeliveryTry): Readonly<Record<string, unknown>> {
  const { endpoint, position, tries, at, answer, error } = tried;
  return { endpoint, position, tries, at, answer, error, ...settledBy(tried) };
}

async function standingIn(queries: Queries, sql: string, endpoint: string): Promise<EndpointStanding | undefined> {
  const [row] = await queries.all<StandingRow>(sql, [endpoint]);
  return row && standingOf(row);
}

async function keepIn(
  queries: Queries,
  endpoint: string,
  { failures, pausedUntil, disabledAt }: EndpointStanding,
): Promise<boolean> {
  return (await queries.all(statements.KEEP_STANDING, [endpoint, failures, pausedUntil, disabledAt])).length > 0;
}
