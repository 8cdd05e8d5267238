import { describe, expect, it } from 'vitest';
import { Respite } from './respite.js';

/** A respite, and the time that it goes by. */
function aRespite(): {
  readonly respite: Respite;
  readonly pass: (milliseconds: number) => void;
  readonly failTimes: (times: number) => boolean;
} {
  let now = 1_000_000;
  const respite = new Respite(() => now);
  return {
    respite,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    failTimes: (times) => Array.from({ length: times }, () => respite.failed()).some((begins) => begins),
  };
}

describe('somebody who answers', () => {
  it('is asked', () => {
    const { respite, failTimes } = aRespite();

    expect(respite.mayBeAsked()).toBe(true);
    expect(respite.answered()).toBe(false);
    expect(failTimes(4)).toBe(false);
    expect(respite.mayBeAsked()).toBe(true);
    expect(respite.answered()).toBe(false);
    expect(failTimes(4)).toBe(false);
    expect(respite.mayBeAsked()).toBe(true);
  });
});

describe('somebody who fails to answer five times in a row', () => {
  it('is asked once a second', () => {
    const { respite, pass, failTimes } = aRespite();

    expect(failTimes(5)).toBe(true);

    expect(respite.mayBeAsked()).toBe(false);
    pass(999);
    expect(respite.mayBeAsked()).toBe(false);
    pass(1);
    expect([respite.mayBeAsked(), respite.mayBeAsked()]).toEqual([true, false]);
    pass(1_000);
    expect([respite.mayBeAsked(), respite.mayBeAsked()]).toEqual([true, false]);
  });

  it('is told of once', () => {
    const { failTimes } = aRespite();

    expect([failTimes(5), failTimes(50)]).toEqual([true, false]);
  });

  it('is asked again as soon as they answer', () => {
    const { respite, pass, failTimes } = aRespite();
    failTimes(7);
    pass(1_000);
    expect(respite.mayBeAsked()).toBe(true);

    expect(respite.answered()).toBe(true);

    expect([respite.mayBeAsked(), respite.mayBeAsked(), respite.answered()]).toEqual([true, true, false]);
    expect(failTimes(4)).toBe(false);
  });
});
