import type { Moment } from './attempt.js';
import type { DeliveryTry } from './delivery.js';

/** How an endpoint has fared lately. */
export interface EndpointStanding {
  /** How many tries have failed since the last that did not. */
  readonly failures: number;
  /** Until when it is left alone; then one delivery tries whether it is back. `null` while it is well. */
  readonly pausedUntil: Moment | null;
  /** When it said that it is there no more: it is told nothing until an operator enables it. */
  readonly disabledAt: Moment | null;
}

/** How a try has changed that. */
export interface StandingChange {
  readonly before: EndpointStanding;
  readonly after: EndpointStanding;
}

export const WELL: EndpointStanding = { failures: 0, pausedUntil: null, disabledAt: null };

/** After how many failures in a row an endpoint is paused. */
const PAUSE_AFTER = 10;

/** The first pause, in milliseconds; each further failure doubles it. */
const FIRST_PAUSE_MS = 5_000;

/** The longest pause. */
const LONGEST_PAUSE_MS = 300_000;

/** How an endpoint stands after a try. */
export function afterTry(
  standing: EndpointStanding,
  { at, isProbe, verdict }: Pick<DeliveryTry, 'at' | 'isProbe' | 'verdict'>,
): EndpointStanding {
  // While it is known nothing of what comes of a probe, an endpoint is left alone. Now it is known, and another may try.
  const { failures, disabledAt, pausedUntil } = isProbe ? { ...standing, pausedUntil: at } : standing;
  if (verdict.kind === 'delivered') return isHeld(standing, at) && !isProbe ? standing : { ...WELL, disabledAt };
  if (verdict.endpoint === 'has-no-part') return { failures, pausedUntil, disabledAt };
  // What was under way when it was paused says nothing that is not known.
  const isNews = pausedUntil === null || pausedUntil <= at;
  const counted = isNews ? failures + 1 : failures;
  const pause = isNews && counted >= PAUSE_AFTER ? at + pauseAfter(counted) : null;
  return {
    failures: counted,
    pausedUntil: latest(pausedUntil, pause, verdict.holdUntil),
    disabledAt: disabledAt ?? (verdict.endpoint === 'is-gone' ? at : null),
  };
}

export function isSameStanding(one: EndpointStanding, other: EndpointStanding): boolean {
  return (
    one.failures === other.failures && one.pausedUntil === other.pausedUntil && one.disabledAt === other.disabledAt
  );
}

/** How many deliveries an endpoint may be sent now, of so many. One that has been paused is tried with one. */
export function claimable({ pausedUntil, disabledAt }: EndpointStanding, at: Moment, wanted: number): number {
  if (disabledAt !== null || (pausedUntil !== null && pausedUntil > at)) return 0;
  return pausedUntil === null ? wanted : 1;
}

/** Whether it has asked to be left alone: for longer than it would be because it fails. */
function isHeld({ failures, pausedUntil }: EndpointStanding, at: Moment): boolean {
  if (pausedUntil === null || pausedUntil <= at) return false;
  return failures < PAUSE_AFTER || pausedUntil > at + pauseAfter(failures);
}

function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - PAUSE_AFTER, 16));
}

function latest(...moments: readonly (Moment | null)[]): Moment | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.max(...known);
}
