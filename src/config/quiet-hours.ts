import { listOf } from './shapes.js';

/** A span of time that comes on some days of the week. */
export interface QuietSpan {
  /** On which days it begins; 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since that day began. */
  readonly from: number;
  /** Where it ends before, in the same minutes: more than a day's where it passes midnight. */
  readonly until: number;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MINUTES_OF_A_DAY = 24 * 60;

const SPAN = /^(?:([A-Z][a-z]{2})(?:-([A-Z][a-z]{2}))? )?(\d\d:\d\d)-(\d\d:\d\d)$/;

/** Spans such as `20:00-08:00` or `Sat-Sun 00:00-24:00`; without days, each day. */
export const quietHours = listOf(quietSpan);

function quietSpan(text: string): QuietSpan | undefined {
  const [, first, last = first, begin = '', end = ''] = SPAN.exec(text) ?? [];
  const days = daysBetween(first ?? 'Sun', last ?? 'Sat');
  const from = minutesOf(begin);
  const until = minutesOf(end);
  if (days === undefined || from === undefined || until === undefined) return undefined;
  // From a time to the same one: nothing, or a whole day?
  if (from === until || from === MINUTES_OF_A_DAY) return undefined;
  return { days, from, until: until > from ? until : until + MINUTES_OF_A_DAY };
}

/** From one day on to another, also beyond the end of the week. */
function daysBetween(first: string, last: string): readonly number[] | undefined {
  const from = DAYS.indexOf(first);
  const to = DAYS.indexOf(last);
  if (from < 0 || to < 0) return undefined;
  const count = ((to - from + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length: count }, (_, index) => (from + index) % DAYS.length);
}

function minutesOf(time: string): number | undefined {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(':').map(Number);
  const total = hours * 60 + minutes;
  return minutes < 60 && total <= MINUTES_OF_A_DAY ? total : undefined;
}
