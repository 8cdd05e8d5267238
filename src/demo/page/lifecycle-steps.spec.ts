import { describe, expect, it } from 'vitest';
import { lifecycleSteps, type Transition } from './lifecycle-steps.js';

const at = (second: number, state: Transition['state']): Transition => ({
  state,
  at: `2026-01-31T12:00:0${second}.000Z`,
  by: 'gateway',
  reason: null,
});

const drawn = (transitions: readonly Transition[]): string[] =>
  lifecycleSteps(transitions).map(({ name, progress }) => `${name} ${progress}`);

describe('the lifecycle diagram', () => {
  it('is all ahead before anything was sent', () => {
    expect(drawn([])).toEqual(['pending upcoming', 'delivered upcoming', 'shown upcoming', 'ending upcoming']);
  });

  it('marks where the attempt stands', () => {
    expect(drawn([at(0, 'pending'), at(1, 'delivered')])).toEqual([
      'pending passed',
      'delivered current',
      'shown upcoming',
      'ending upcoming',
    ]);
  });

  it('names the ending, and what was skipped on the way', () => {
    expect(drawn([at(0, 'pending'), at(1, 'cancelled')])).toEqual([
      'pending passed',
      'delivered skipped',
      'shown skipped',
      'cancelled current',
    ]);
  });

  it('begins with the ending where the attempt did', () => {
    expect(drawn([at(0, 'cancelled')])).toEqual([
      'pending skipped',
      'delivered skipped',
      'shown skipped',
      'cancelled current',
    ]);
  });

  it('counts time from the first step', () => {
    const steps = lifecycleSteps([at(1, 'pending'), at(3, 'shown')]);

    expect(steps.map(({ after }) => after)).toEqual([0, undefined, 2_000, undefined]);
  });
});
