import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietHours } from '../config/quiet-hours.js';
import { QuietHours } from './quiet-hours.js';

const MINUTE_MS = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;

function hours(spans: string, zone: string): QuietHours {
  const parsed = quietHours(spans);
  if (parsed === undefined) throw new Error(`${spans} will not do`);
  return new QuietHours(parsed, zone);
}

const isQuiet = (spans: string, zone: string, at: string): boolean => hours(spans, zone).has(Date.parse(at));

/** When it is quiet from one moment to another, as UTC times of day, in steps of a minute. */
function spansBetween(spans: string, zone: string, from: string, until: string): readonly string[] {
  const quiet = hours(spans, zone);
  const found: string[] = [];
  let begun: number | undefined;
  const timeOf = (at: number): string => new Date(at).toISOString().slice(5, 16).replace('T', ' ');
  for (let at = Date.parse(from); at <= Date.parse(until); at += MINUTE_MS) {
    if (quiet.has(at)) begun ??= at;
    else if (begun !== undefined) {
      found.push(`${timeOf(begun)} to ${timeOf(at)}`);
      begun = undefined;
    }
  }
  return found;
}

describe('hours of each day', () => {
  it('begin and end on the minute', () => {
    const quiet = hours('12:30-13:15', 'UTC');

    expect(quiet.has(Date.parse('2026-03-04T12:29:59.999Z'))).toBe(false);
    expect(quiet.has(Date.parse('2026-03-04T12:30:00.000Z'))).toBe(true);
    expect(quiet.has(Date.parse('2026-03-04T13:14:59.999Z'))).toBe(true);
    expect(quiet.has(Date.parse('2026-03-04T13:15:00.000Z'))).toBe(false);
    // Back again, as clocks may step.
    expect(quiet.has(Date.parse('2026-03-04T13:14:59.999Z'))).toBe(true);
  });

  it('may pass midnight', () => {
    expect(spansBetween('20:00-08:00', 'UTC', '2026-03-04T12:00Z', '2026-03-06T12:00Z')).toEqual([
      '03-04 20:00 to 03-05 08:00',
      '03-05 20:00 to 03-06 08:00',
    ]);
  });

  it('are those of the time zone', () => {
    const inNewYork = spansBetween('20:00-08:00', 'America/New_York', '2026-01-10T12:30Z', '2026-01-11T14:00Z');
    const inKathmandu = spansBetween('20:00-08:00', 'Asia/Kathmandu', '2026-01-10T12:30Z', '2026-01-11T14:00Z');

    // Five hours behind, until 13:00 of the day before; five hours and three quarters ahead.
    expect(inNewYork).toEqual(['01-10 12:30 to 01-10 13:00', '01-11 01:00 to 01-11 13:00']);
    expect(inKathmandu).toEqual(['01-10 14:15 to 01-11 02:15']);
  });
});

describe('hours of some days', () => {
  it('belong to the day on which they begin', () => {
    // A Friday, and the Monday after it.
    expect(isQuiet('Mon-Fri 20:00-08:00', 'UTC', '2026-03-06T21:00Z')).toBe(true);
    expect(isQuiet('Mon-Fri 20:00-08:00', 'UTC', '2026-03-07T07:59Z')).toBe(true);
    expect(isQuiet('Mon-Fri 20:00-08:00', 'UTC', '2026-03-07T21:00Z')).toBe(false);
    expect(isQuiet('Mon-Fri 20:00-08:00', 'UTC', '2026-03-09T03:00Z')).toBe(false);
    expect(isQuiet('Mon-Fri 20:00-08:00', 'UTC', '2026-03-10T03:00Z')).toBe(true);
  });

  it('may go on beyond the end of the week', () => {
    expect(isQuiet('Sat 20:00-08:00', 'UTC', '2026-03-08T07:00Z')).toBe(true);
    expect(isQuiet('Fri-Mon 12:00-13:00', 'UTC', '2026-03-08T12:00Z')).toBe(true);
    expect(isQuiet('Fri-Mon 12:00-13:00', 'UTC', '2026-03-10T12:00Z')).toBe(false);
  });

  it('add up: the nights, and the weekend', () => {
    const spans = '20:00-08:00,Sat-Sun 00:00-24:00';

    expect(spansBetween(spans, 'UTC', '2026-03-05T12:00Z', '2026-03-10T12:00Z')).toEqual([
      '03-05 20:00 to 03-06 08:00',
      '03-06 20:00 to 03-09 08:00',
      '03-09 20:00 to 03-10 08:00',
    ]);
  });
});

describe('the nights on which clocks change', () => {
  it('are an hour shorter in spring', () => {
    expect(spansBetween('22:00-06:00', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([
      '03-28 21:00 to 03-29 04:00',
    ]);
  });

  it('are an hour longer in autumn', () => {
    expect(spansBetween('22:00-06:00', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([
      '10-24 20:00 to 10-25 05:00',
    ]);
  });

  it('leave out what the clocks leave out, and have twice what they have twice', () => {
    expect(spansBetween('02:00-03:00', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual([]);
    expect(spansBetween('02:15-02:45', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([
      '10-25 00:15 to 10-25 00:45',
      '10-25 01:15 to 10-25 01:45',
    ]);
  });

  it('are right where midnight itself is left out', () => {
    // In Santiago the clocks went from 24:00 on Saturday to 01:00 on Sunday.
    expect(
      spansBetween('Sat 22:00-24:00,Sun 00:00-02:00', 'America/Santiago', '2025-09-06T12:00Z', '2025-09-07T12:00Z'),
    ).toEqual(['09-07 02:00 to 09-07 05:00']);
  });
});

describe('any hours', () => {
  const time = fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const day = fc.constantFrom('Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat');
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata');
  const at = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-01-01'), noInvalidDate: true });

  it('are quiet where the hours between are not', () => {
    fc.assert(
      fc.property(time, time, zone, at, (from, until, where, when) => {
        fc.pre(from !== until);

        expect(hours(`${from}-${until}`, where).has(when.getTime())).toBe(
          !hours(`${until}-${from}`, where).has(when.getTime()),
        );
      }),
    );
  });

  it('of a day and of the other days are those of each day', () => {
    fc.assert(
      fc.property(time, time, day, zone, at, (from, until, one, where, when) => {
        fc.pre(from !== until);
        const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
        const next = days[(days.indexOf(one) + 1) % 7] ?? '';
        const before = days[(days.indexOf(one) + 6) % 7] ?? '';
        const parts = `${one} ${from}-${until},${next}-${before} ${from}-${until}`;

        expect(hours(parts, where).has(when.getTime())).toBe(hours(`${from}-${until}`, where).has(when.getTime()));
      }),
    );
  });

  it('come each week for as long as they last, where the clocks do not change', () => {
    fc.assert(
      fc.property(time, time, day, at, (from, until, one, when) => {
        fc.pre(from !== until);
        const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
        const lasts = (minutesOf(until) - minutesOf(from) + 1_440) % 1_440;
        const quiet = hours(`${one} ${from}-${until}`, 'Asia/Kolkata');
        let count = 0;
        for (let minute = 0; minute < WEEK_MINUTES; minute++)
          if (quiet.has(when.getTime() + minute * MINUTE_MS)) count++;

        expect(count).toBe(lasts);
      }),
      { numRuns: 5 },
    );
  });
});
