import {
  type ClaimedDelivery,
  type Delivery,
  DeliveryBook,
  type DeliveryQuery,
  type DeliveryTry,
  type EndpointRecord,
  type EndpointStanding,
  type Moment,
  type OutcomeState,
  type StandingChange,
} from '../../engagement/model.js';
import type { StoreThread } from './store-thread.js';

/** Deliveries in an SQLite file, worked on by the store's thread. */
export class SqliteDeliveryBook extends DeliveryBook {
  constructor(private readonly thread: StoreThread) {
    super();
  }

  override open(endpoints: readonly string[]): Promise<void> {
    return this.thread.call('openEndpoints', { endpoints });
  }

  override plan(endpoint: string, wanted: readonly OutcomeState[], at: Moment, limit: number): Promise<number> {
    return this.thread.call('planDeliveries', { endpoint, wanted, at, limit });
  }

  override claim(endpoint: string, at: Moment, leaseMs: number, limit: number): Promise<readonly ClaimedDelivery[]> {
    return this.thread.call('claimDeliveries', { endpoint, at, leaseMs, limit });
  }

  override settle(tried: DeliveryTry): Promise<StandingChange | undefined> {
    return this.thread.call('settleDelivery', tried);
  }

  override giveUp(plannedBefore: Moment, at: Moment, limit: number): Promise<number> {
    return this.thread.call('giveUpDeliveries', { plannedBefore, at, limit });
  }

  override list(query: DeliveryQuery): Promise<readonly Delivery[]> {
    return this.thread.call('listDeliveries', query);
  }

  override sendAgain(endpoint: string, position: number, at: Moment): Promise<Delivery | undefined> {
    return this.thread.call('sendAgain', { endpoint, position, at });
  }

  override sendFailedAgain(endpoint: string, at: Moment, limit: number): Promise<number> {
    return this.thread.call('sendFailedAgain', { endpoint, at, limit });
  }

  override endpoints(): Promise<readonly EndpointRecord[]> {
    return this.thread.call('endpoints', {});
  }

  override hasten(endpoint: string, at: Moment, later: Moment, limit: number): Promise<number> {
    return this.thread.call('hastenDeliveries', { endpoint, at, later, limit });
  }

  override standing(endpoint: string): Promise<EndpointStanding | undefined> {
    return this.thread.call('endpointStanding', { endpoint });
  }

  override enable(endpoint: string): Promise<boolean> {
    return this.thread.call('enableEndpoint', { endpoint });
  }
}
