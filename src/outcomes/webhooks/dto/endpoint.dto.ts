import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { OUTCOME_TYPES, type OutcomeType, outcomeTypeOf } from '../../../contract/index.js';
import type { EndpointRecord, EndpointStanding } from '../../../engagement/index.js';
import type { Endpoint } from '../endpoint.js';

/** How an endpoint fares. */
export const STANDINGS = ['well', 'paused', 'disabled', 'not-configured'] as const;

export type Standing = (typeof STANDINGS)[number];

@ApiSchema({ name: 'Endpoint', description: 'Who is told of outcomes, and what is still to be told.' })
export class EndpointDto {
  /**
   * Its name.
   * @example 'default'
   */
  endpoint!: string;

  /** The address of its host; `null` for one that is not configured any more. */
  @ApiProperty({ type: String, nullable: true, example: 'https://strategy.example.com' })
  origin!: string | null;

  /** What it is told of. */
  @ApiProperty({ enum: OUTCOME_TYPES, isArray: true, example: ['engagement.accepted', 'engagement.declined'] })
  types!: readonly OutcomeType[];

  /**
   * `well`; `paused`, while it goes on failing: one delivery at a time tries whether it is back; `disabled`, since it
   * answered 410: it is told nothing until it is enabled; `not-configured`, when this node does not know it.
   */
  @ApiProperty({ enum: STANDINGS, example: 'well' })
  standing!: Standing;

  /**
   * How many tries have failed since the last that did not.
   * @example 0
   */
  failures!: number;

  /**
   * Until when it is left alone; RFC 3339, UTC.
   * @example '2026-01-31T12:05:31.020Z'
   */
  pausedUntil!: string | null;

  /**
   * Since when it is disabled; RFC 3339, UTC.
   * @example '2026-01-31T12:05:31.020Z'
   */
  disabledAt!: string | null;

  /**
   * How many deliveries wait.
   * @example 2
   */
  waiting!: number;

  /**
   * Since when the oldest of them is tried; RFC 3339, UTC.
   * @example '2026-01-31T12:00:14.320Z'
   */
  waitingSince!: string | null;

  /**
   * How many have been given up.
   * @example 0
   */
  failed!: number;

  /** @param configured the endpoint as it is configured; `undefined` when it is no more */
  static of(record: EndpointRecord, configured: Endpoint | undefined): EndpointDto {
    const { endpoint, failures, pausedUntil, disabledAt, waiting, waitingSince, failed } = record;
    return {
      endpoint,
      origin: configured?.address.origin.origin ?? null,
      types: configured?.outcomes.map(outcomeTypeOf) ?? [],
      standing: standingOf(record, configured),
      failures,
      pausedUntil: timestamp(pausedUntil),
      disabledAt: timestamp(disabledAt),
      waiting,
      waitingSince: timestamp(waitingSince),
      failed,
    };
  }
}

@ApiSchema({ name: 'Endpoints', description: 'Everybody who is told of outcomes, or was.' })
export class EndpointsDto {
  /** By their names. */
  endpoints!: EndpointDto[];
}

@ApiSchema({ name: 'SentAgain', description: 'What is sent again.' })
export class SentAgainDto {
  /**
   * How many deliveries.
   * @example 12
   */
  count!: number;

  /** How the endpoint fares: one that is `paused` gets them later, one that is `disabled` when it is enabled. */
  @ApiProperty({ enum: STANDINGS, example: 'well' })
  standing!: Standing;
}

/** @param configured the endpoint as it is configured; `undefined` when it is no more */
export function standingOf({ pausedUntil, disabledAt }: EndpointStanding, configured: Endpoint | undefined): Standing {
  if (configured === undefined) return 'not-configured';
  if (disabledAt !== null) return 'disabled';
  return pausedUntil === null ? 'well' : 'paused';
}

function timestamp(moment: number | null): string | null {
  return moment === null ? null : new Date(moment).toISOString();
}
