import type { Availability, Histogram, Counter } from '../measures/index.js';

/**
 * Why a call came to nothing: the database could not be used; others were faster, again and again; too many waited, or the
 * store was about to end; a mistake of the service's own.
 */
export const STORE_FAILURES = ['unavailable', 'overtaken', 'turned-away', 'failed'] as const;

export type StoreFailure = (typeof STORE_FAILURES)[number];

/** Calls that share a commit. */
export interface BatchReadings {
  /** How many calls a batch had. */
  readonly sizes: Histogram;
  /** How long a batch took to be committed, in seconds. */
  readonly commitSeconds: Histogram;
}

/** What a node sees of a database server. */
export interface ServerReadings {
  /** How long statements took, in seconds. */
  readonly statementSeconds: Histogram;
  /** The node's connections to it, and how many calls wait for one. */
  readonly connections: { readonly busy: number; readonly idle: number; readonly awaited: number };
}

/** What a store tells of itself, to whoever runs the service. Reading it costs next to nothing. */
export abstract class StoreReadings {
  abstract readonly kind: 'sqlite' | 'postgres';

  /** Whether the database took changes when it was last asked so: within the last seconds. */
  abstract readonly availability: Pick<Availability, 'isUp' | 'since'>;

  /** Asks it now. Resolves when `availability` tells what came of it, within two seconds. */
  abstract ask(): Promise<void>;

  abstract readonly failures: Counter<StoreFailure>;

  /** By what the calls of a batch have in common. */
  abstract readonly batches: ReadonlyMap<string, BatchReadings>;

  /** Calls that have not been answered yet: those that wait for their turn, and those that the database is at. */
  abstract get calls(): { readonly waiting: number; readonly underWay: number };

  /** How its server does; nothing for one that has none. */
  abstract readonly server: ServerReadings | undefined;
}
