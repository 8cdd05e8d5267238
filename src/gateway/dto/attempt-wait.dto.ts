import { FromDigits, OneOf, Optional, WholeNumber } from '../../fields/index.js';

export const DEFAULT_WAIT_SECONDS = 30;
const MOST_WAIT_SECONDS = 60;

/** Whether to wait for an attempt. */
export class AttemptWaitDto {
  /** Answers when the attempt has ended, or when the time is up. */
  @Optional()
  @OneOf(['ended'])
  waitFor?: 'ended';

  /** How long to wait, in seconds; sent beside `waitFor`. 30 when left out. */
  @Optional()
  @FromDigits()
  @WholeNumber(1, MOST_WAIT_SECONDS)
  timeout?: number;
}
