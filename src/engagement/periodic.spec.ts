import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Periodic } from './periodic.js';
import type { TaskLog } from './task-trouble.js';

const PAUSE_MS = 1_000;

class KeptLog implements TaskLog {
  readonly told: unknown[] = [];

  tell(event: string, facts: object): void {
    this.told.push({ event, ...facts });
  }
}

let log: KeptLog;

const every = (task: () => Promise<void>): Periodic => new Periodic('a task', PAUSE_MS, task, log);

beforeEach(() => {
  vi.useFakeTimers();
  log = new KeptLog();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a periodic task', () => {
  it('runs at once, and start() waits for it', async () => {
    let done = 0;
    await every(async () => void done++).start();

    expect(done).toBe(1);
  });

  it('runs again after each pause', async () => {
    let done = 0;
    await every(async () => void done++).start();

    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(done).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toBe(2);
    await vi.advanceTimersByTimeAsync(3 * PAUSE_MS);
    expect(done).toBe(5);
  });

  it('pauses from the end of a run, so that two never overlap', async () => {
    let begun = 0;
    let finish = (): void => {};
    const started = every(() => {
      begun++;
      return new Promise((resolve) => {
        finish = resolve;
      });
    }).start();

    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
    expect(begun).toBe(1);
    finish();
    await started;
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(begun).toBe(2);
  });
});

describe('a run that fails', () => {
  it('is told to the log, and so is the end of the trouble: the next one comes all the same', async () => {
    let runs = 0;
    await every(async () => {
      runs++;
      if (runs === 1) throw new Error('the store is closed');
    }).start();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);

    expect(runs).toBe(2);
    expect(log.told).toEqual([
      { event: 'task.failed', task: 'a task', why: 'the store is closed' },
      { event: 'task.recovered', task: 'a task', count: 1 },
    ]);
  });

  it('is told also when it throws before it awaits, or throws what is no error', async () => {
    const periodic = every(() => {
      throw 'out of paper';
    });

    await expect(periodic.start()).resolves.toBeUndefined();
    expect(log.told).toEqual([{ event: 'task.failed', task: 'a task', why: 'out of paper' }]);
  });

  it('again and again is told once', async () => {
    let runs = 0;
    await every(async () => {
      if (++runs % 10 !== 0) throw new Error('the store is away');
    }).start();

    await vi.advanceTimersByTimeAsync(19 * PAUSE_MS);

    expect(runs).toBe(20);
    expect(log.told).toEqual([
      { event: 'task.failed', task: 'a task', why: 'the store is away' },
      { event: 'task.recovered', task: 'a task', count: 9 },
      { event: 'task.failed', task: 'a task', why: 'the store is away' },
      { event: 'task.recovered', task: 'a task', count: 9 },
    ]);
  });
});

describe('stopping', () => {
  it('lets no other run start', async () => {
    let done = 0;
    const periodic = every(async () => void done++);
    await periodic.start();

    await periodic.stop();
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);

    expect(done).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for the run that is under way, and none follows it', async () => {
    const order: string[] = [];
    let finish = (): void => {};
    const periodic = every(async () => {
      order.push('run began');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      order.push('run ended');
    });
    void periodic.start();

    const stopped = periodic.stop().then(() => order.push('stopped'));
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(order).toEqual(['run began']);
    finish();
    await stopped;
    await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);

    expect(order).toEqual(['run began', 'run ended', 'stopped']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is harmless before the first run', async () => {
    await expect(every(async () => {}).stop()).resolves.toBeUndefined();
  });
});
