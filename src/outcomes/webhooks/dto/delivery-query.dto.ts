import { DELIVERY_STATES, type DeliveryState } from '../../../engagement/index.js';
import { CursorOf, Identifier, OneOf, Optional, PageSize } from '../../../fields/index.js';
import { DELIVERY_CURSOR } from '../delivery-cursor.js';

/** Which deliveries to list. Filters add up. */
export class DeliveryQueryDto {
  /** Only deliveries to the endpoint of this name. One that there never was is a fault. */
  @Optional()
  @Identifier()
  endpoint?: string;

  /** Only deliveries in this state. */
  @Optional()
  @OneOf(DELIVERY_STATES)
  state?: DeliveryState;

  /** Only deliveries of outcomes of this attempt. */
  @Optional()
  @Identifier()
  attemptId?: string;

  /** How many deliveries a page holds at most. 50 when left out. */
  @PageSize()
  limit?: number;

  /** Where to go on: the `nextCursor` of the page before. */
  @Optional()
  @CursorOf(DELIVERY_CURSOR)
  cursor?: string;
}
