import { Injectable } from '@nestjs/common';
import type { FrontendIdentity } from '../access/index.js';
import type { FrontendToGatewayEvents } from '../contract/index.js';
import { Histogram, Counter, TimedCounter } from '../measures/index.js';

export type EventName = keyof FrontendToGatewayEvents;

/** Why this node closes a connection that it had let in. */
export const CUTS = ['reads-too-slowly', 'sends-too-much', 'token-expired', 'store-unavailable'] as const;

/**
 * Upon what an invitation is handed to sockets: the news of its start; a sweep, where no news has come; a page that
 * connects or joins later; or again, since no page has confirmed it.
 */
export const OCCASIONS = ['news', 'sweep', 'joining', 'again'] as const;

export type Occasion = (typeof OCCASIONS)[number];

/** From a millisecond, on one node at rest, to what a sweep finds late. */
const PUSH_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What happens between this node and the frontends that connect to it. */
@Injectable()
export class FrontendMeasures {
  readonly events: Readonly<Record<EventName, TimedCounter>> = {
    disposition: new TimedCounter(['ok']),
    'visit:join': new TimedCounter(['ok']),
    'visit:leave': new TimedCounter(['ok']),
    'token:renew': new TimedCounter(['ok']),
  };
  /** Events that nobody handles, by the fault. */
  readonly strangeEvents = new Counter();
  readonly connected = new Counter<FrontendIdentity['kind']>(['browser', 'frontend-server']);
  /** Handshakes that were refused, by the fault. */
  readonly refused = new Counter<string>([
    'not-authenticated',
    'token-expired',
    'forbidden-origin',
    'too-many-connections',
  ]);
  readonly cut = new Counter(CUTS);
  readonly invitations = new Counter(OCCASIONS);
  /** From when an attempt was engaged until its invitation was first handed to sockets that were there, in seconds. */
  readonly pushSeconds = new Histogram(PUSH_SECONDS);

  private waiting = 0;

  /** Events that have not been acknowledged yet. */
  get waitingCount(): number {
    return this.waiting;
  }

  /** @returns when it began, as `eventEnded` is to be told */
  eventBegan(): number {
    this.waiting++;
    return performance.now();
  }

  eventEnded(event: EventName, outcome: string, begun: number): void {
    this.waiting--;
    this.events[event].ended(outcome, begun);
  }

  /** It did not get as far as its handler. */
  eventRefused(event: string, code: string): void {
    const outcomes = isEvent(event, this.events) ? this.events[event].outcomes : this.strangeEvents;
    outcomes.add(code);
  }
}

function isEvent(name: string, events: object): name is EventName {
  return Object.hasOwn(events, name);
}
