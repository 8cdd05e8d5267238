import { Injectable } from '@nestjs/common';
import {
  type ActiveTally,
  Clock,
  type LatencyTally,
  type Moment,
  type SuppressionTally,
  TALLY_GRAINS,
  TallyBook,
  type TallyGrain,
  type TallySpan,
  type TimedTally,
} from '../../engagement/index.js';
import { type Funnel, funnelOf, funnelsBy } from './funnel.js';
import { type Percentiles, percentilesOf } from './percentiles.js';
import { SparedReports } from './spared-reports.js';
import { TallySweep } from './tally-sweep.js';

/** How much of the past a report is about, by its name. */
export const WINDOWS = {
  hour: { lastMs: TALLY_GRAINS.hour, grain: 'minute' },
  day: { lastMs: TALLY_GRAINS.day, grain: 'hour' },
  week: { lastMs: 7 * TALLY_GRAINS.day, grain: 'hour' },
  month: { lastMs: 30 * TALLY_GRAINS.day, grain: 'day' },
  year: { lastMs: 365 * TALLY_GRAINS.day, grain: 'day' },
} as const satisfies Readonly<Record<string, { readonly lastMs: number; readonly grain: TallyGrain }>>;

export type WindowName = keyof typeof WINDOWS;

export interface FunnelReport {
  /** What has happened since is not in it. */
  readonly asOf: Moment;
  readonly from: Moment;
  readonly until: Moment;
  readonly grain: TallyGrain;
  readonly total: Funnel;
  readonly toShown: Percentiles;
  readonly toAnswer: Percentiles;
  readonly byChannel: ReadonlyMap<string, Funnel>;
  readonly byRule: ReadonlyMap<string | null, Funnel>;
  readonly suppressions: readonly SuppressionTally[];
  /** Each span of the grain, also those in which nothing happened. */
  readonly series: readonly FunnelPoint[];
}

export interface FunnelPoint {
  readonly from: Moment;
  readonly funnel: Funnel;
  readonly toShown: Percentiles;
}

/**
 * Tells how far attempts came, from counts that are kept: however many have ended, it takes as long. Those that are active are
 * counted as they stand, which takes the longer the more there are: so many that it is felt are not counted for everybody anew.
 */
@Injectable()
export class FunnelReports {
  private readonly spared = new SparedReports((name: WindowName) => this.make(name), this.clock);

  constructor(
    private readonly book: TallyBook,
    private readonly sweep: TallySweep,
    private readonly clock: Clock,
  ) {}

  about(name: WindowName): Promise<FunnelReport> {
    return this.spared.about(name);
  }

  private async make(name: WindowName): Promise<FunnelReport> {
    const asOf = this.clock.now();
    // What has just happened is part of it.
    await this.sweep.catchUp();
    const span = this.spanOf(name);
    const [byName, byTime, suppressions, active, latencies] = await Promise.all([
      this.book.endedByName(span),
      this.book.endedByTime(span),
      this.book.suppressions(span),
      this.book.active(span),
      this.book.latencies(span),
    ]);
    const ofKind = (kind: LatencyTally['kind']): readonly LatencyTally[] =>
      latencies.filter((tally) => tally.kind === kind);
    return {
      asOf,
      ...span,
      total: funnelOf(byTime, active),
      toShown: percentilesOf(ofKind('to-shown')),
      toAnswer: percentilesOf(ofKind('to-answer')),
      byChannel: funnelsBy(byName, active, ({ channel }) => channel),
      byRule: funnelsBy(byName, active, ({ ruleName }) => ruleName),
      suppressions,
      series: seriesOf(span, byTime, active, ofKind('to-shown')),
    };
  }

  /** Whole spans of the grain, the present one among them. */
  private spanOf(name: WindowName): TallySpan {
    const { lastMs, grain } = WINDOWS[name];
    const ms = TALLY_GRAINS[grain];
    const until = (Math.floor(this.clock.now() / ms) + 1) * ms;
    return { grain, from: until - lastMs, until };
  }
}

function seriesOf(
  { grain, from, until }: TallySpan,
  ended: readonly TimedTally[],
  active: readonly ActiveTally[],
  latencies: readonly LatencyTally[],
): readonly FunnelPoint[] {
  const ms = TALLY_GRAINS[grain];
  const funnels = funnelsBy(ended, active, ({ bucket }) => bucket);
  const empty = funnelOf([], []);
  const timed = new Map<Moment, LatencyTally[]>();
  for (const tally of latencies) timed.set(tally.bucket, [...(timed.get(tally.bucket) ?? []), tally]);
  return Array.from({ length: (until - from) / ms }, (_, index) => {
    const bucket = from + index * ms;
    return { from: bucket, funnel: funnels.get(bucket) ?? empty, toShown: percentilesOf(timed.get(bucket) ?? []) };
  });
}
