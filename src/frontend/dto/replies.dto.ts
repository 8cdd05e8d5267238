import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { AttemptState, DispositionReply, VisitReply } from '../../contract/index.js';
import { ProblemDto } from '../../faults/index.js';

type Accepted<Reply> = Extract<Reply, { ok: true }>;
type Refused<Reply> = Extract<Reply, { ok: false }>;

@ApiSchema({ name: 'Done', description: 'It is done.' })
export class DoneDto implements Accepted<VisitReply> {
  /** @example true */
  @ApiProperty({ type: 'boolean', enum: [true], description: 'Always `true` here.' })
  ok!: true;
}

@ApiSchema({ name: 'Recorded', description: 'The disposition is on record.' })
export class RecordedDto implements Accepted<DispositionReply> {
  /** @example true */
  @ApiProperty({ type: 'boolean', enum: [true], description: 'Always `true` here.' })
  ok!: true;

  /**
   * The attempt’s state now.
   * @example 'accepted'
   */
  state!: AttemptState;
}

@ApiSchema({ name: 'Refusal', description: 'It is refused, and nothing has changed.' })
export class RefusalDto implements Refused<DispositionReply & VisitReply> {
  /** @example false */
  @ApiProperty({ type: 'boolean', enum: [false], description: 'Always `false` here.' })
  ok!: false;

  /** What is wrong, and what to do about it. */
  problem!: ProblemDto;
}
