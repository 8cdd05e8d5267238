import { DELIVERY_STATES, type DeliveryState } from '../../../engagement/index.js';
import { FromDigits, Identifier, OneOf, Optional, WholeNumber } from '../../../fields/index.js';

/** Which deliveries to list. Filters add up. */
export class DeliveryQueryDto {
  /** Only deliveries to the endpoint of this name. */
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
  @Optional()
  @FromDigits()
  @WholeNumber(1, 200)
  limit?: number;

  /** Where to go on: the `nextBefore` of the page before. */
  @Optional()
  @FromDigits(15)
  @WholeNumber(0, Number.MAX_SAFE_INTEGER)
  before?: number;
}
