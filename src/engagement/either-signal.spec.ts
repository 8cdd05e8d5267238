import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { EitherSignal } from './either-signal.js';

describe('a signal that follows others', () => {
  it.each([0, 1])('aborts with each of them: %i', (which) => {
    const others = [new AbortController(), new AbortController()];
    const either = new EitherSignal(others.map(({ signal }) => signal));
    expect(either.signal.aborted).toBe(false);

    others[which]?.abort();

    expect(either.signal.aborted).toBe(true);
  });

  it('has aborted where one of them has', () => {
    expect(new EitherSignal([new AbortController().signal, AbortSignal.abort()]).signal.aborted).toBe(true);
  });

  it('leaves nothing behind with them when it is let go of', () => {
    const { signal } = new AbortController();
    const either = new EitherSignal([signal]);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);

    either.letGo();

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
