import { ApiSchema } from '@nestjs/swagger';
import { ATTEMPT_STATES, type AttemptState } from '../../../contract/index.js';
import { Cursor, Identifier, OneOf, Optional, PageSize, Timestamp } from '../../../fields/index.js';
import { AttemptDto } from '../../../gateway/index.js';

/** What an operator looks for. Filters add up. */
export class AttemptSearchDto {
  /** An id of any kind: the attempt of this id, otherwise that of this interaction, otherwise those of this visit. */
  @Optional()
  @Identifier()
  id?: string;

  /** Only attempts of this visit. */
  @Optional()
  @Identifier()
  visitId?: string;

  /** Only the attempt of this interaction. */
  @Optional()
  @Identifier()
  interactionId?: string;

  /** Only attempts in this state. */
  @Optional()
  @OneOf(ATTEMPT_STATES)
  state?: AttemptState;

  /** Only attempts of this channel. */
  @Optional()
  @Identifier()
  channel?: string;

  /** Only attempts of this rule. */
  @Optional()
  @Identifier()
  ruleName?: string;

  /** Only attempts created at this time or later; RFC 3339. */
  @Optional()
  @Timestamp()
  since?: string;

  /** Only attempts created before this time; RFC 3339. */
  @Optional()
  @Timestamp()
  until?: string;

  /** How many attempts a page holds at most. 50 when left out. */
  @PageSize()
  limit?: number;

  /** Where to go on: the `nextCursor` of the page before. */
  @Optional()
  @Cursor()
  cursor?: string;
}

@ApiSchema({ name: 'FoundAttempts', description: 'One page of what was found, newest first.' })
export class FoundAttemptsDto {
  /** What was found. A page may hold less than was asked for, even nothing, and still have one after it. */
  attempts!: AttemptDto[];

  /**
   * Goes on when it is sent as `cursor`; `null` when everything has been looked through.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  nextCursor!: string | null;

  /**
   * How far back this page has looked; `null` when nothing older is left. RFC 3339, UTC.
   * @example '2026-01-31T11:48:07.230Z'
   */
  lookedBackTo!: string | null;
}
