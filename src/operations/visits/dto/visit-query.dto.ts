import { AlsoSpelled, Cursor, Identifier, Optional, PageSize } from '../../../fields/index.js';

/** Which visit. */
export class VisitQueryDto {
  /** The visit. Also accepted as `visitID`. */
  @AlsoSpelled('visitID')
  @Identifier()
  visitId!: string;
}

/** Which erasures to list. */
export class ErasureQueryDto {
  /** How many erasures a page holds at most. 50 when left out. */
  @PageSize()
  limit?: number;

  /** Where to go on: the `nextCursor` of the page before. */
  @Optional()
  @Cursor()
  cursor?: string;
}
