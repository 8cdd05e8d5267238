import type { QuietSpan } from '../config/index.js';
import type { Moment } from './attempt.js';

const MINUTE_MS = 60_000;
const MINUTES_OF_A_DAY = 24 * 60;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Hours of the week in which nobody is invited, by the clocks on the wall of a time zone. */
export class QuietHours {
  private readonly wall: Intl.DateTimeFormat;
  /** The minute that was asked about last, and what the answer was: it is the same for all of the minute. */
  private minute = Number.NaN;
  private isQuiet = false;

  /** @param zone its name in the IANA time zone database */
  constructor(
    private readonly spans: readonly QuietSpan[],
    zone: string,
  ) {
    this.wall = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  }

  has(at: Moment): boolean {
    const minute = Math.floor(at / MINUTE_MS);
    if (minute !== this.minute) {
      this.isQuiet = this.isIn(at);
      this.minute = minute;
    }
    return this.isQuiet;
  }

  private isIn(at: Moment): boolean {
    const parts = this.wall.formatToParts(at);
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
    const today = DAYS.indexOf(part('weekday'));
    const yesterday = (today + DAYS.length - 1) % DAYS.length;
    const time = Number(part('hour')) * 60 + Number(part('minute'));
    // What began yesterday may go on today.
    return this.spans.some((span) => isDuring(span, today, time) || isDuring(span, yesterday, time + MINUTES_OF_A_DAY));
  }
}

function isDuring({ days, from, until }: QuietSpan, day: number, time: number): boolean {
  return days.includes(day) && time >= from && time < until;
}
