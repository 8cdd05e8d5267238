import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.js';

interface News {
  readonly came: string;
}

const nobody = (): void => undefined;

describe('an emitter', () => {
  it('tells listeners until they are taken off', () => {
    const emitter = new Emitter<News>(nobody);
    const heard: string[] = [];
    const stop = emitter.on('came', (text) => heard.push(text));

    emitter.emit('came', 'one');
    stop();
    emitter.emit('came', 'two');

    expect(heard).toEqual(['one']);
  });

  it('lets no listener that throws hinder another, and says what it threw', () => {
    const reported: unknown[] = [];
    const emitter = new Emitter<News>((error) => reported.push(error));
    const heard: string[] = [];
    const mishap = new Error('mishap');
    emitter.on('came', () => {
      throw mishap;
    });
    emitter.on('came', (text) => heard.push(text));

    expect(emitter.emit('came', 'one')).toBe(mishap);
    expect(heard).toEqual(['one']);
    expect(reported).toEqual([mishap]);
  });

  it('runs at once what waits for a listener where there is one', () => {
    const emitter = new Emitter<News>(nobody);
    let runs = 0;
    emitter.on('came', nobody);

    emitter.whenHeard('came', () => runs++);

    expect(runs).toBe(1);
  });

  it('runs it once, when the first listener comes, where there is none', async () => {
    const emitter = new Emitter<News>(nobody);
    let runs = 0;
    emitter.whenHeard('came', () => runs++);
    expect(runs).toBe(0);

    emitter.on('came', nobody);
    emitter.on('came', nobody);
    await Promise.resolve();

    expect(runs).toBe(1);
  });
});
