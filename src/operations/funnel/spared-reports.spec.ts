import { beforeEach, describe, expect, it } from 'vitest';
import { OLDEST_MS, SparedReports } from './spared-reports.js';

/** What the clock says, in milliseconds. */
let now: number;
let made: string[];
const clock = { now: (): number => now };

/** How long the making takes, in milliseconds. */
let takes: number;
let reports: SparedReports<string, string>;

beforeEach(() => {
  now = 1_000_000;
  made = [];
  takes = 100;
  reports = new SparedReports(async (name) => {
    made.push(name);
    now += takes;
    await Promise.resolve();
    return `${name} ${made.length}`;
  }, clock);
});

describe('a report that costs the store time', () => {
  it('is made once for all who ask while it is being made', async () => {
    expect(await Promise.all([reports.about('hour'), reports.about('hour'), reports.about('hour')])).toEqual([
      'hour 1',
      'hour 1',
      'hour 1',
    ]);
    expect(made).toEqual(['hour']);
  });

  it('is told again for nine times as long as it took', async () => {
    await reports.about('hour');
    now += 899;
    expect(await reports.about('hour')).toBe('hour 1');

    now += 1;
    expect(await reports.about('hour')).toBe('hour 2');
  });

  it('leaves the store its time whichever reports are asked for', async () => {
    await Promise.all(['hour', 'day'].map((name) => reports.about(name)));
    takes = 0;
    now += 1_700;
    expect(await reports.about('hour')).toBe('hour 2');
    expect(made).toEqual(['hour', 'day']);

    // Nobody has made this one.
    expect(await reports.about('week')).toBe('week 3');
  });

  it('is never older than it may be, whatever it takes', async () => {
    takes = 10_000;
    await reports.about('hour');
    now += OLDEST_MS - takes - 1;
    expect(await reports.about('hour')).toBe('hour 1');

    now += 1;
    expect(await reports.about('hour')).toBe('hour 2');
  });

  it('is made anew when the clock was set back', async () => {
    await reports.about('hour');
    now -= 3_600_000;

    expect(await reports.about('hour')).toBe('hour 2');
  });

  it('is asked for again after a failure, which all are told who asked for it', async () => {
    let fails = true;
    const failing = new SparedReports<string, string>(async () => {
      await Promise.resolve();
      if (fails) throw new Error('the store is away');
      return 'there';
    }, clock);
    const told = await Promise.allSettled([failing.about('hour'), failing.about('hour')]);
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);

    fails = false;
    expect(await failing.about('hour')).toBe('there');
  });

  it('rests after a failure too, which all are told who ask meanwhile', async () => {
    let tries = 0;
    const failing = new SparedReports<string, string>(async () => {
      tries++;
      now += 100;
      await Promise.resolve();
      throw new Error('the store takes too long');
    }, clock);
    for (let count = 0; count < 9; count++) {
      await expect(failing.about('hour')).rejects.toThrow('the store takes too long');
      now += 99;
    }
    expect(tries).toBe(1);

    now += 9;
    await expect(failing.about('hour')).rejects.toThrow('the store takes too long');
    expect(tries).toBe(2);
  });
});
