import type { FaultCode } from '../faults/index.js';
import { Counter, TimedCounter } from '../measures/index.js';

/** Calls by one method to one route. */
export interface CalledRoute {
  readonly method: string;
  /** As it was declared, with names in place of ids. */
  readonly route: string;
  /** By the fault that they were answered with, or else by the status. */
  readonly calls: TimedCounter;
}

/** How the calls to each route go, from their head to their reply. */
export class CallMeasures {
  /** Connections that were refused before there was a call on them. */
  readonly refusedConnections = new Counter<FaultCode>([
    'too-many-connections',
    'validation-failed',
    'request-timeout',
  ]);
  private readonly known = new Map<string, CalledRoute>();

  get routes(): Iterable<CalledRoute> {
    return this.known.values();
  }

  callsOf(method: string, route: string): TimedCounter {
    const key = `${method} ${route}`;
    const known = this.known.get(key);
    if (known !== undefined) return known.calls;
    const calls = new TimedCounter();
    this.known.set(key, { method, route, calls });
    return calls;
  }
}
