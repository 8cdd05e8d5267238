import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type JsonObject, OUTCOME_TYPES, type OutcomeType } from '../../contract/index.js';
import type { Author } from '../../engagement/index.js';
import { AttemptDto } from '../../gateway/index.js';

@ApiSchema({ name: 'OutcomeData', description: 'An attempt as it stood when it came to an outcome.' })
export class OutcomeDataDto extends AttemptDto {
  /**
   * The outcome’s place among all: whoever has seen it has seen all with lesser places.
   * @example 4711
   */
  position!: number;

  /**
   * Which step of its attempt it is, counted from 0: a greater one came later.
   * @example 3
   */
  sequence!: number;

  /**
   * When it happened; RFC 3339, UTC.
   * @example '2026-01-31T12:00:14.310Z'
   */
  occurredAt!: string;

  /**
   * Who brought it about.
   * @example 'visitor'
   */
  by!: Author;

  /**
   * Attached data, as the strategy sent it.
   * @example { "cartTotal": 129.9 }
   */
  data!: JsonObject | null;
}

@ApiSchema({ name: 'OutcomeMessage', description: 'An outcome, as it is told.' })
export class OutcomeMessageDto {
  /** What happened: `engagement.` and the state that the attempt came to. */
  @ApiProperty({ enum: OUTCOME_TYPES, example: 'engagement.accepted' })
  type!: OutcomeType;

  /**
   * When it happened; RFC 3339, UTC.
   * @example '2026-01-31T12:00:14.310Z'
   */
  timestamp!: string;

  /** The attempt, and how it came to it. */
  data!: OutcomeDataDto;
}
