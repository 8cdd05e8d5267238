import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { OUTCOME_TYPES, type OutcomeType, outcomeTypeOf } from '../../../contract/index.js';
import { type Delivery, DELIVERY_STATES, type DeliveryState, type Moment } from '../../../engagement/index.js';
import { type Standing, STANDINGS } from './endpoint.dto.js';

@ApiSchema({ name: 'Delivery', description: 'One outcome on its way to one endpoint.' })
export class DeliveryDto {
  /**
   * The name of the endpoint.
   * @example 'default'
   */
  endpoint!: string;

  /**
   * The outcome’s place among all.
   * @example 4711
   */
  position!: number;

  /**
   * The attempt that came to it.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  attemptId!: string;

  /**
   * Which step of its attempt it is, counted from 0.
   * @example 3
   */
  sequence!: number;

  /** What is told. */
  @ApiProperty({ enum: OUTCOME_TYPES, example: 'engagement.accepted' })
  type!: OutcomeType;

  /** What has become of it; what is `failed` is tried no more, unless it is sent again. */
  @ApiProperty({ enum: DELIVERY_STATES, example: 'waiting' })
  state!: DeliveryState;

  /**
   * How often it was tried.
   * @example 4
   */
  tries!: number;

  /**
   * Since when it is tried; RFC 3339, UTC.
   * @example '2026-01-31T12:00:14.320Z'
   */
  plannedAt!: string;

  /**
   * When it is tried next at the earliest; `null` unless it waits.
   * @example '2026-01-31T12:01:14.320Z'
   */
  dueAt!: string | null;

  /**
   * When it was delivered or given up; `null` while it waits.
   * @example '2026-01-31T12:05:31.020Z'
   */
  settledAt!: string | null;

  /**
   * The HTTP status of the last reply; `null` when there was none.
   * @example 503
   */
  answer!: number | null;

  /**
   * Why the last try failed; `null` when it did not.
   * @example 'it was answered 503'
   */
  error!: string | null;

  static of(delivery: Delivery): DeliveryDto {
    const { outcome, plannedAt, dueAt, settledAt, ...rest } = delivery;
    return {
      ...rest,
      type: outcomeTypeOf(outcome),
      plannedAt: timestamp(plannedAt),
      dueAt: dueAt === null ? null : timestamp(dueAt),
      settledAt: settledAt === null ? null : timestamp(settledAt),
    };
  }
}

@ApiSchema({ name: 'ResentDelivery', description: 'An outcome that is sent again.' })
export class ResentDeliveryDto extends DeliveryDto {
  /** How its endpoint fares: one that is `paused` gets it later, one that is `disabled` when it is enabled. */
  @ApiProperty({ enum: STANDINGS, example: 'well' })
  standing!: Standing;
}

@ApiSchema({
  name: 'DeliveryPage',
  description: 'One page of a list of deliveries, those of the latest outcomes first.',
})
export class DeliveryPageDto {
  /** The deliveries of this page. */
  deliveries!: DeliveryDto[];

  /**
   * Asks for the next page when it is sent as `cursor`; `null` on the last one.
   * @example '4710-default'
   */
  nextCursor!: string | null;
}

function timestamp(moment: Moment): string {
  return new Date(moment).toISOString();
}
