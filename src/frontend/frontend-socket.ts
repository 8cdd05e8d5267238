import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { FrontendIdentity } from '../access/index.js';
import type { FrontendToGatewayEvents, GatewayToFrontendEvents } from '../contract/index.js';

/** What is remembered of a connection. */
interface FrontendData {
  identity: FrontendIdentity;
  /** Where it connects from, as limits count. */
  readonly address: string;
  /** The visits that it has joined, each with its pages; `null` stands for every page. */
  readonly visits: Map<string, Set<string | null>>;
}

export type FrontendSocket = Socket<FrontendToGatewayEvents, GatewayToFrontendEvents, DefaultEventsMap, FrontendData>;
export type FrontendNamespace = Namespace<
  FrontendToGatewayEvents,
  GatewayToFrontendEvents,
  DefaultEventsMap,
  FrontendData
>;
