import { ApiSchema } from '@nestjs/swagger';
import { ATTEMPT_STATES, type AttemptState } from '../../contract/index.js';
import { AlsoSpelled, Cursor, Identifier, OneOf, Optional, PageSize, Timestamp } from '../../fields/index.js';
import { AttemptDto } from './attempt.dto.js';

/** Which attempts to list. Filters add up. */
export class AttemptQueryDto {
  /** Only attempts of this visit. Also accepted as `visitID`. */
  @AlsoSpelled('visitID')
  @Optional()
  @Identifier()
  visitId?: string;

  /** Only the attempt of this interaction. Also accepted as `interactionID`. */
  @AlsoSpelled('interactionID')
  @Optional()
  @Identifier()
  interactionId?: string;

  /** Only attempts in this state. */
  @Optional()
  @OneOf(ATTEMPT_STATES)
  state?: AttemptState;

  /** Only attempts created at this time or later; RFC 3339. */
  @Optional()
  @Timestamp()
  since?: string;

  /** How many attempts a page holds at most. 50 when left out. */
  @PageSize()
  limit?: number;

  /** Where to go on: the `nextCursor` of the page before. */
  @Optional()
  @Cursor()
  cursor?: string;
}

@ApiSchema({ name: 'AttemptPage', description: 'One page of a list of attempts, newest first.' })
export class AttemptPageDto {
  /** The attempts of this page. */
  attempts!: AttemptDto[];

  /**
   * Asks for the next page when it is sent as `cursor`; `null` on the last one.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  nextCursor!: string | null;
}
