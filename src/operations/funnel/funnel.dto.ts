import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type SuppressionTally, TALLY_GRAINS, type TallyGrain } from '../../engagement/index.js';
import { OneOf } from '../../fields/index.js';
import type { Funnel } from './funnel.js';
import { type FunnelReport, type WindowName, WINDOWS } from './funnel-report.js';
import type { Percentiles } from './percentiles.js';

const WINDOW_NAMES = Object.keys(WINDOWS);

/** Which past a report is about. */
export class FunnelQueryDto {
  /**
   * The last `hour`, by minutes; the last `day` or `week`, by hours; the last `month` or `year`, by days. The present minute,
   * hour or day is part of it.
   */
  @OneOf(WINDOW_NAMES)
  window!: WindowName;
}

@ApiSchema({ name: 'Funnel', description: 'How far attempts came, and what they came to.' })
export class FunnelDto implements Funnel {
  /**
   * How many were started: nothing spoke against the engage.
   * @example 1200
   */
  started!: number;

  /**
   * Of those: have not ended.
   * @example 14
   */
  active!: number;

  /**
   * Of those: a frontend had them.
   * @example 1100
   */
  delivered!: number;

  /**
   * Of those: the visitor saw them.
   * @example 1020
   */
  shown!: number;

  /**
   * Of those: the visitor accepted.
   * @example 310
   */
  accepted!: number;

  /**
   * Of those: the visitor declined.
   * @example 420
   */
  declined!: number;

  /**
   * Of those: shown, but not answered.
   * @example 280
   */
  ignored!: number;

  /**
   * Of those: no page could show them.
   * @example 2
   */
  failed!: number;

  /**
   * Of those: the strategy took them back, or another attempt of the visit took their place.
   * @example 34
   */
  cancelled!: number;

  /**
   * Of those: nobody saw them in time.
   * @example 130
   */
  expired!: number;

  /**
   * Beside those: a rule, or the visitor’s wish, spoke against the engage, and nobody was invited.
   * @example 10
   */
  suppressed!: number;
}

@ApiSchema({ name: 'Percentiles', description: 'How long something took, in milliseconds, estimated from counts.' })
export class PercentilesDto implements Percentiles {
  /**
   * How often it happened.
   * @example 1020
   */
  count!: number;

  /**
   * Half of them took at most so long; `null` when it did not happen.
   * @example 180
   */
  p50!: number | null;

  /**
   * 95 of a hundred took at most so long.
   * @example 720
   */
  p95!: number | null;

  /**
   * 99 of a hundred took at most so long.
   * @example 1900
   */
  p99!: number | null;
}

@ApiSchema({ name: 'ChannelFunnel', description: 'The attempts of one channel.' })
export class ChannelFunnelDto extends FunnelDto {
  /**
   * The channel; `(other)` for those beyond the first 200.
   * @example 'chat'
   */
  channel!: string;
}

@ApiSchema({ name: 'RuleFunnel', description: 'The attempts of one rule.' })
export class RuleFunnelDto extends FunnelDto {
  /**
   * The rule; `null` for attempts that name none, `(other)` for rules beyond the first 200.
   * @example 'cart-abandonment'
   */
  ruleName!: string | null;
}

@ApiSchema({ name: 'Suppressions', description: 'How often nobody was invited for one reason.' })
export class SuppressionsDto implements SuppressionTally {
  /**
   * The reason; `(other)` for those beyond the first 200.
   * @example 'quiet-after-decline'
   */
  reason!: string;

  /**
   * How often.
   * @example 7
   */
  count!: number;
}

@ApiSchema({ name: 'FunnelPoint', description: 'The attempts that were started within one minute, hour or day.' })
export class FunnelPointDto extends FunnelDto {
  /**
   * When it begins; RFC 3339, UTC.
   * @example '2026-01-31T12:00:00.000Z'
   */
  from!: string;

  /** How long it took from the engage until a page showed the invitation, of those that were shown in this time. */
  toShown!: PercentilesDto;
}

@ApiSchema({ name: 'FunnelReport', description: 'What became of attempts, from counts that are kept.' })
export class FunnelReportDto {
  /**
   * When it was made: at most a minute ago, and a moment ago unless a great many attempts are active; RFC 3339, UTC.
   * @example '2026-01-31T12:00:14.310Z'
   */
  asOf!: string;

  /**
   * When the window begins; RFC 3339, UTC.
   * @example '2026-01-31T11:01:00.000Z'
   */
  from!: string;

  /**
   * When it ends.
   * @example '2026-01-31T12:01:00.000Z'
   */
  until!: string;

  /** The spans of `series`. */
  @ApiProperty({ enum: Object.keys(TALLY_GRAINS), example: 'minute' })
  grain!: TallyGrain;

  /** All attempts that were started within the window. */
  total!: FunnelDto;

  /** How long it took from the engage until a page showed the invitation. */
  toShown!: PercentilesDto;

  /** How long it took from then until the visitor accepted or declined. */
  toAnswer!: PercentilesDto;

  /** The most started first. */
  byChannel!: ChannelFunnelDto[];

  /** The most started first. */
  byRule!: RuleFunnelDto[];

  /** Why nobody was invited, the most frequent reason first. */
  @ApiProperty({ type: [SuppressionsDto] })
  suppressions!: readonly SuppressionsDto[];

  /** Each minute, hour or day of the window, the oldest first. */
  series!: FunnelPointDto[];

  static of({
    asOf,
    from,
    until,
    grain,
    total,
    toShown,
    toAnswer,
    byChannel,
    byRule,
    suppressions,
    series,
  }: FunnelReport): FunnelReportDto {
    const most = (one: Funnel, other: Funnel): number => other.started - one.started;
    return {
      asOf: new Date(asOf).toISOString(),
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
      grain,
      total,
      toShown,
      toAnswer,
      byChannel: [...byChannel].map(([channel, funnel]) => ({ channel, ...funnel })).toSorted(most),
      byRule: [...byRule].map(([ruleName, funnel]) => ({ ruleName, ...funnel })).toSorted(most),
      suppressions,
      series: series.map((point) => ({
        from: new Date(point.from).toISOString(),
        ...point.funnel,
        toShown: point.toShown,
      })),
    };
  }
}
