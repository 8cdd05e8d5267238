import type { Moment } from './attempt.js';

/** The time that deadlines are held against. Tests put their own in its place. */
export abstract class Clock {
  abstract now(): Moment;
}

export class SystemClock extends Clock {
  override now(): Moment {
    return Date.now();
  }
}
