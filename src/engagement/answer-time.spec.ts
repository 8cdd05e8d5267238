import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerWithin, remainingSeconds } from './answer-time.js';
import type { ActiveAttempt } from './attempt.js';
import { newAttempt } from './new-attempt.js';

const NOW = Date.parse('2026-01-31T12:00:00Z');

const anAttempt = (overrides: Partial<ActiveAttempt> = {}): ActiveAttempt => ({
  ...newAttempt(
    { interactionId: 'i-1', visitId: 'v-1' },
    { attemptId: 'a-1', now: NOW, actor: null, traceParent: null },
  ),
  ...overrides,
});

describe('the time to answer', () => {
  it('leaves a page three seconds beyond its display to say that it was ignored', () => {
    expect(answerWithin(60)).toBe(63_000);
    expect(answerWithin(1)).toBe(4_000);
  });
});

describe('the seconds that remain', () => {
  it.each(['pending', 'delivered'] as const)('run to the expiry while the attempt is %s', (state) => {
    expect(remainingSeconds(anAttempt({ state, deadline: NOW + 300_000 }), NOW)).toBe(300);
  });

  it('run to the end of the display once it is shown, and do not give the grace away', () => {
    const attempt = anAttempt({ state: 'shown', deadline: NOW + answerWithin(60) });

    expect(remainingSeconds(attempt, NOW)).toBe(60);
    expect(remainingSeconds(attempt, NOW + 60_000)).toBe(0);
  });

  it('are whole, and rounded up so that the last one counts', () => {
    const attempt = anAttempt({ deadline: NOW + 1_001 });

    expect(remainingSeconds(attempt, NOW)).toBe(2);
    expect(remainingSeconds(attempt, NOW + 1)).toBe(1);
    expect(remainingSeconds(attempt, NOW + 1_000)).toBe(1);
    expect(remainingSeconds(attempt, NOW + 1_001)).toBe(0);
  });

  it('are never negative, whatever the clock says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('pending', 'delivered', 'shown'),
        fc.integer({ min: -1e9, max: 1e9 }),
        (state, later) => {
          const seconds = remainingSeconds(anAttempt({ state }), NOW + later);
          expect(Number.isInteger(seconds) && seconds >= 0).toBe(true);
        },
      ),
    );
  });
});
