import { Transform } from 'class-transformer';
import { OUTCOME_TYPES, type OutcomeType } from '../../contract/index.js';
import { FromDigits, ListOf, Optional, WholeNumber } from '../../fields/index.js';

/** Which outcomes to tell of. */
export class OutcomeQueryDto {
  /** Only outcomes of these types; comma-separated. */
  @Optional()
  @Transform(({ value }) => String(value).split(','))
  @ListOf(OUTCOME_TYPES)
  types?: readonly OutcomeType[];

  /** Outcomes after this `position`; a header `Last-Event-ID` counts before it. From now on when both are left out. */
  @Optional()
  @FromDigits(15)
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  after?: number;
}
