import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { JsonObject } from '../../../contract/index.js';
import type { AttemptContent, AttemptDetails, Delivery } from '../../../engagement/index.js';
import { OneOf, Optional } from '../../../fields/index.js';
import { AttemptDto, TransitionDto } from '../../../gateway/index.js';
import { DeliveryDto } from '../../../outcomes/index.js';
import { masked } from '../masked.js';

/** How much of an attempt to tell. */
export class AttemptRecordQueryDto {
  /** `true` to read the payload as it is. That it was read, and by whom, is logged. */
  @Optional()
  @OneOf(['true', 'false'])
  payload?: 'true' | 'false';
}

@ApiSchema({
  name: 'Payload',
  description: 'What the strategy attached. Unless it is asked for, every value is masked: it may be about a person.',
})
export class PayloadDto {
  /**
   * Whether a mask stands for each value.
   * @example true
   */
  isMasked!: boolean;

  /** What the visitor reads. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { title: '•••' } })
  invitation!: JsonObject | null;

  /** Attached data, never sent to the browser. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { cartTotal: '•••' } })
  data!: JsonObject | null;

  /** The data that the browser gets with the invitation. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { theme: '•••' } })
  clientData!: JsonObject | null;

  static of({ invitation, data, clientData }: AttemptContent, isMasked: boolean): PayloadDto {
    const told = (part: object | null): JsonObject | null => {
      if (part === null) return null;
      return isMasked ? masked({ ...part }) : { ...part };
    };
    return { isMasked, invitation: told(invitation), data: told(data), clientData: told(clientData) };
  }
}

@ApiSchema({ name: 'AttemptRecord', description: 'An attempt with all that is on record about it.' })
export class AttemptRecordDto extends AttemptDto {
  /** The audit trail, oldest first. */
  transitions!: TransitionDto[];

  /** What the strategy attached. */
  payload!: PayloadDto;

  /** What endpoints were told of it, the latest outcome first. */
  deliveries!: DeliveryDto[];

  static from(attempt: AttemptDetails, deliveries: readonly Delivery[], isMasked: boolean): AttemptRecordDto {
    return {
      ...AttemptDto.of(attempt),
      transitions: attempt.transitions.map((transition) => TransitionDto.of(transition)),
      payload: PayloadDto.of(attempt, isMasked),
      deliveries: deliveries.map((delivery) => DeliveryDto.of(delivery)),
    };
  }
}
