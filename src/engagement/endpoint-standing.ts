import type { Moment } from './attempt.js';

/** How an endpoint has fared lately. */
export interface EndpointStanding {
  /** How many tries have failed since the last that did not. */
  readonly failures: number;
  /** Until when it is left alone; then one delivery tries whether it is back. `null` while it is well. */
  readonly pausedUntil: Moment | null;
  /** When it said that it is there no more: it is told nothing until an operator enables it. */
  readonly disabledAt: Moment | null;
}

export const WELL: EndpointStanding = { failures: 0, pausedUntil: null, disabledAt: null };

/** After how many failures in a row an endpoint is paused. */
const PAUSE_AFTER = 10;

/** The first pause, in milliseconds; each further failure doubles it. */
const FIRST_PAUSE_MS = 5_000;

/** The longest pause. */
const LONGEST_PAUSE_MS = 300_000;

/** How an endpoint stands after a try that failed. */
export function afterFailure(
  standing: EndpointStanding,
  { at, holdUntil, isGone }: { readonly at: Moment; readonly holdUntil: Moment | null; readonly isGone: boolean },
): EndpointStanding {
  const failures = standing.failures + 1;
  const pause = failures < PAUSE_AFTER ? null : at + pauseAfter(failures);
  return {
    failures,
    pausedUntil: latest(standing.pausedUntil, pause, holdUntil),
    disabledAt: standing.disabledAt ?? (isGone ? at : null),
  };
}

/** How many deliveries an endpoint may be sent now, of so many. One that has been paused is tried with one. */
export function claimable({ pausedUntil, disabledAt }: EndpointStanding, at: Moment, wanted: number): number {
  if (disabledAt !== null || (pausedUntil !== null && pausedUntil > at)) return 0;
  return pausedUntil === null ? wanted : 1;
}

function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - PAUSE_AFTER, 16));
}

function latest(...moments: readonly (Moment | null)[]): Moment | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.max(...known);
}
