import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NewsMeasures } from './news-measures.js';
import { OutgoingNews } from './outgoing-news.js';

/** Somebody who is told the news, and takes each message when the test lets them. */
class Listener {
  readonly heard: (readonly number[])[] = [];
  private take: (() => void) | undefined;

  say = (news: readonly number[]): Promise<void> => {
    this.heard.push(news);
    return new Promise((resolve) => {
      this.take = resolve;
    });
  };

  async takes(): Promise<void> {
    this.take?.();
    await vi.advanceTimersByTimeAsync(0);
  }
}

let listener: Listener;
let measures: NewsMeasures;
let outgoing: OutgoingNews<number>;

/** What has become of news so far, but for what nothing has. */
const counted = (): object => Object.fromEntries([...measures.out].filter(([, count]) => count > 0));

beforeEach(() => {
  vi.useFakeTimers();
  listener = new Listener();
  measures = new NewsMeasures();
  outgoing = new OutgoingNews(listener.say, measures);
});

afterEach(() => {
  vi.useRealTimers();
});

describe('news for the other nodes', () => {
  it('of one turn go out together, and at rest none waits', async () => {
    outgoing.add(1);
    outgoing.add(2);
    await vi.advanceTimersByTimeAsync(0);

    expect(listener.heard).toEqual([[1, 2]]);
  });

  it('that come while others are under way make up the next message, in their order', async () => {
    outgoing.add(1);
    await vi.advanceTimersByTimeAsync(0);
    outgoing.add(2);
    outgoing.add(3);
    await vi.advanceTimersByTimeAsync(0);
    expect(listener.heard).toEqual([[1]]);

    await listener.takes();

    expect(listener.heard).toEqual([[1], [2, 3]]);
    await listener.takes();
    expect(counted()).toEqual({ told: 3 });
  });

  it('are not said any more once they are old', async () => {
    outgoing.add(1);
    await vi.advanceTimersByTimeAsync(0);
    outgoing.add(2);
    await vi.advanceTimersByTimeAsync(2_001);
    outgoing.add(3);

    await listener.takes();

    expect(listener.heard).toEqual([[1], [3]]);
    expect(counted()).toEqual({ told: 1, 'too-old': 1 });
  });

  it('do not pile up without end, and none is kept for later when all of them are old', async () => {
    outgoing.add(0);
    await vi.advanceTimersByTimeAsync(0);
    for (let count = 1; count <= 20_000; count++) outgoing.add(count);
    await vi.advanceTimersByTimeAsync(2_001);
    await listener.takes();
    expect(listener.heard).toEqual([[0]]);
    expect(counted()).toEqual({ told: 1, 'too-many': 10_000, 'too-old': 10_000 });
    expect(outgoing.waitingCount).toBe(0);

    outgoing.add(1);
    await vi.advanceTimersByTimeAsync(0);

    expect(listener.heard).toEqual([[0], [1]]);
  });

  it('go on after a message that could not be said', async () => {
    const said: (readonly number[])[] = [];
    const failing = new OutgoingNews<number>((news) => {
      said.push(news);
      return Promise.reject(new Error('nobody there'));
    }, measures);
    failing.add(1);
    await vi.advanceTimersByTimeAsync(0);
    failing.add(2);
    await vi.advanceTimersByTimeAsync(0);

    expect(said).toEqual([[1], [2]]);
    expect(counted()).toEqual({ unsaid: 2 });
  });
});
