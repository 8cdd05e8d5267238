import { describe, expect, it } from 'vitest';
import { type Collection, judge, type Sample } from './memory-verdict.js';

const SECONDS = 300;

/** A run of 300 seconds that is an hour's work: what is held at each share of it, from 0 to 1. */
function aRun(held: {
  readonly heapInUse?: (share: number) => number;
  readonly besideHeap?: (share: number) => number;
  readonly garbage?: (share: number) => number;
}): { readonly samples: readonly Sample[]; readonly collections: readonly Collection[] } {
  const { heapInUse = () => 45, besideHeap = () => 105, garbage = () => 50 } = held;
  const samples = Array.from({ length: SECONDS + 1 }, (_, atSeconds) => {
    const share = atSeconds / SECONDS;
    const besideHeapMiB = besideHeap(share);
    return { atSeconds, besideHeapMiB, rssMiB: besideHeapMiB + heapInUse(share) + garbage(share) };
  });
  const collections = Array.from({ length: 31 }, (_, index) => ({
    atSeconds: index * 10,
    heapInUseMiB: heapInUse(index / 30),
  }));
  return { samples, collections };
}

const verdictOn = (held: Parameters<typeof aRun>[0], hours = 1): ReturnType<typeof judge> => {
  const { samples, collections } = aRun(held);
  return judge(samples, collections, hours);
};

/** Noise that repeats, between -1 and 1. */
const noise = (share: number): number => Math.sin(share * 997);

describe('memory of a long run', () => {
  it('is steady where nothing grows', () => {
    expect(verdictOn({})).toEqual({
      memory: 'steady',
      heap: { levelMiB: 45, grewMiBPerHour: 0 },
      besideHeap: { levelMiB: 105, grewMiBPerHour: 0 },
    });
  });

  it('is steady while garbage piles up that a collection takes away', () => {
    expect(verdictOn({ garbage: (share) => 20 + 100 * share }).memory).toBe('steady');
  });

  it('is steady where it only wavers', () => {
    const wavering = {
      heapInUse: (share: number) => 45 + noise(share),
      besideHeap: (share: number) => 105 + 5 * noise(share),
    };

    expect(verdictOn(wavering).memory).toBe('steady');
  });

  it('is steady when all growth was warm-up', () => {
    expect(verdictOn({ heapInUse: (share) => 45 + 30 * Math.min(share, 0.4) }).memory).toBe('steady');
  });

  it('is steady when it creeps by less than a tenth in an hour', () => {
    const verdict = verdictOn({ heapInUse: (share) => 45 + 3 * share });

    expect(verdict.memory).toBe('steady');
    expect(verdict.heap.grewMiBPerHour).toBeCloseTo(3);
  });

  it('is growing when objects are kept', () => {
    const verdict = verdictOn({ heapInUse: (share) => 45 + 20 * share + noise(share) });

    expect(verdict.memory).toBe('growing');
    expect(verdict.heap.grewMiBPerHour).toBeCloseTo(20, -1);
  });

  it('is growing when something is kept beside the heap, though the heap is flat', () => {
    const verdict = verdictOn({ besideHeap: (share) => 105 + 40 * share });

    expect(verdict).toMatchObject({ memory: 'growing', heap: { grewMiBPerHour: 0 } });
    expect(verdict.besideHeap.grewMiBPerHour).toBeCloseTo(40, 0);
  });

  it('is steady when a collection comes between two readings now and then', () => {
    const torn = verdictOn({
      besideHeap: (share) => (share > 0.4 && share < 0.6 && Math.round(share * SECONDS) % 9 === 0 ? 90 : 105),
    });

    expect(torn).toMatchObject({ memory: 'steady', besideHeap: { grewMiBPerHour: 0 } });
  });

  it('is not growing when it shrinks', () => {
    expect(verdictOn({ heapInUse: (share) => 60 - 20 * share }).memory).toBe('steady');
  });

  it('counts by work, not by time: the same growth over two hours’ work is half as much an hour', () => {
    expect(verdictOn({ heapInUse: (share) => 45 + 6 * share }).memory).toBe('growing');
    expect(verdictOn({ heapInUse: (share) => 45 + 6 * share }, 2).memory).toBe('steady');
  });

  it.each([
    ['less than half an hour’s work', aRun({}).samples, aRun({}).collections, 0.4],
    ['two collections', aRun({}).samples, aRun({}).collections.slice(-2), 1],
    ['nothing at all', [], [], 0],
  ])('is not told after %s', (_, samples, collections, hours) => {
    expect(judge(samples, collections, hours).memory).toBe('not told');
  });
});
