import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttemptIds } from './attempt-ids.js';
import { Clock } from './clock.js';

const NOW = Date.parse('2026-01-31T12:00:00Z');

class SetClock extends Clock {
  moment = NOW;

  override now(): number {
    return this.moment;
  }
}

function idsAndClock(): { ids: AttemptIds; clock: SetClock } {
  const clock = new SetClock();
  return { ids: new AttemptIds(clock), clock };
}

/** The moment that a UUIDv7 begins with. */
const momentOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

describe('attempt ids', () => {
  it('are UUIDv7 that carry the time of the clock', () => {
    const { ids } = idsAndClock();

    const id = ids.next();

    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(momentOf(id)).toBe(NOW);
  });

  it('are in order and without a repeat, also within one millisecond', () => {
    const { ids } = idsAndClock();

    const made = Array.from({ length: 10_000 }, () => ids.next());

    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('stay in order while the clock steps back a little', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9_999, max: 0 })), (steps) => {
        const { ids, clock } = idsAndClock();
        const first = ids.next();
        const later = steps.map((step) => {
          clock.moment = NOW + step;
          return ids.next();
        });
        const made = [first, ...later];
        expect(made.toSorted()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });

  it('follow the clock when it steps back for good', () => {
    const { ids, clock } = idsAndClock();
    ids.next();

    clock.moment = NOW - 3_600_000;
    const after = [ids.next(), ids.next()];

    expect(after.map(momentOf)).toEqual([clock.moment, clock.moment]);
    expect(after.toSorted()).toEqual(after);
  });
});
