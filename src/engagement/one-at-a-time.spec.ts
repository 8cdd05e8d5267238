import { describe, expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time.js';

/** A task that ends when it is told to. */
function aTask(): { readonly task: () => Promise<void>; readonly runs: (() => void)[]; readonly begun: () => number } {
  const runs: (() => void)[] = [];
  return { task: () => new Promise((resolve) => runs.push(resolve)), runs, begun: () => runs.length };
}

const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a task that is done once at a time', () => {
  it('is done once more for all who ask while it is being done', async () => {
    const { task, runs, begun } = aTask();
    const once = new OneAtATime(task);

    const first = once.run();
    const others = [once.run(), once.run(), once.run()];
    expect(begun()).toBe(1);
    runs[0]?.();
    await aTurn();
    expect(begun()).toBe(2);
    runs[1]?.();
    await Promise.all([first, ...others]);

    expect(begun()).toBe(2);
  });

  it('is done again for who asks later', async () => {
    const { task, runs, begun } = aTask();
    const once = new OneAtATime(task);
    const first = once.run();
    runs[0]?.();
    await first;

    void once.run();

    expect(begun()).toBe(2);
  });

  it('is done again after it has failed', async () => {
    let runs = 0;
    const once = new OneAtATime(async () => {
      if (++runs === 1) throw new Error('not now');
    });

    await expect(once.run()).rejects.toThrow('not now');
    await once.run();

    expect(runs).toBe(2);
  });
});
