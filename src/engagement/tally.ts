import type { ActiveState, EndedState } from '../contract/index.js';
import { OTHER } from '../measures/index.js';
import type { Moment } from './attempt.js';

/** The spans that attempts are counted by, in milliseconds. */
export const TALLY_GRAINS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export type TallyGrain = keyof typeof TALLY_GRAINS;

/** Up to how many milliseconds something took, as it is counted; what took longer is counted under `null`. */
export const LATENCY_BOUNDS = [
  50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000,
  600_000,
] as const;

/** What is timed: from the engage until a page shows the invitation, and from then until the visitor answers. */
export const LATENCY_KINDS = ['to-shown', 'to-answer'] as const;

export type LatencyKind = (typeof LATENCY_KINDS)[number];

/** Stands for channels and rules beyond those that are counted by name. */
export const OTHER_NAMES = OTHER;

/** How many channels, rules and reasons are counted by name: who makes up a new one for each attempt fills no table. */
export const MOST_NAMES = 200;

export interface TallySpan {
  readonly grain: TallyGrain;
  readonly from: Moment;
  /** The end, which is not part of it. */
  readonly until: Moment;
}

/** Attempts that have ended alike. */
export interface Tally {
  readonly ending: EndedState;
  readonly wasDelivered: boolean;
  readonly wasShown: boolean;
  readonly count: number;
}

/** Those of one channel and rule. */
export interface NamedTally extends Tally {
  readonly channel: string;
  readonly ruleName: string | null;
}

/** Those that were started within one bucket of a grain. */
export interface TimedTally extends Tally {
  /** When it begins. */
  readonly bucket: Moment;
}

/** How often nobody was invited for a reason. */
export interface SuppressionTally {
  readonly reason: string;
  readonly count: number;
}

/** Attempts that were started within a span and have not ended. */
export interface ActiveTally {
  readonly bucket: Moment;
  readonly channel: string;
  readonly ruleName: string | null;
  readonly state: ActiveState;
  readonly count: number;
}

/** How often something took so long within one span of a grain. */
export interface LatencyTally {
  readonly bucket: Moment;
  readonly kind: LatencyKind;
  /** One of LATENCY_BOUNDS; `null` for what took longer than the last. */
  readonly withinMs: number | null;
  readonly count: number;
}
