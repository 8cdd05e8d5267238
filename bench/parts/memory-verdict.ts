import { median, type Point, slopeOf } from '../statistics.js';

/** What was held at a moment of the run. */
export interface Sample {
  readonly atSeconds: number;
  /** What the system says that the processes hold. */
  readonly rssMiB: number;
  /** The same without what is set aside for the objects of JavaScript. */
  readonly besideHeapMiB: number;
}

/** What JavaScript still used when all garbage had just been collected. */
export interface Collection {
  readonly atSeconds: number;
  readonly heapInUseMiB: number;
}

export interface Trend {
  /** What was held after warm-up. */
  readonly levelMiB: number;
  /** By how much it would grow with the work of an hour. */
  readonly grewMiBPerHour: number;
}

export interface Verdict {
  readonly memory: 'steady' | 'growing' | 'not told';
  /** Of the heap in use after collections. */
  readonly heap: Trend;
  /** Of what is held beside the heap. */
  readonly besideHeap: Trend;
}

/** What share of a run is warm-up: caches fill, code is compiled, the heap finds its size. */
const WARM_UP = 0.4;

/**
 * In so many stretches the median memory beside the heap is looked at. Not the least: resident memory and the heap are
 * read one after the other, and where a collection comes between, their difference is far too small.
 */
const STRETCHES = 10;

/** What share of its level memory may grow by in an hour, before that counts as growth. */
const TOLERATED = 0.1;

/** Less work than this tells nothing, in hours. */
const LEAST_HOURS = 0.5;

/** Fewer collections after warm-up than this are no trend. */
const LEAST_COLLECTIONS = 3;

/**
 * Whether memory is kept. Resident memory itself is no witness: V8 lets garbage lie as long as there is room, and what
 * is set aside for it grows for minutes though nothing is kept.
 *
 * @param hours how many hours' work the whole run was
 */
export function judge(samples: readonly Sample[], collections: readonly Collection[], hours: number): Verdict {
  const end = samples.at(-1)?.atSeconds ?? 0;
  const isLater = ({ atSeconds }: Sample | Collection): boolean => atSeconds >= end * WARM_UP;
  const [later, collected] = [samples.filter(isLater), collections.filter(isLater)];
  const hoursPerSecond = hours / Math.max(end, 1e-9);
  const heap = trendOf(
    collected.map(({ atSeconds, heapInUseMiB }) => ({ x: atSeconds, y: heapInUseMiB })),
    hoursPerSecond,
  );
  const besideHeap = trendOf(
    mediansOf(later.map(({ atSeconds, besideHeapMiB }) => ({ x: atSeconds, y: besideHeapMiB }))),
    hoursPerSecond,
  );
  const isTold = hours >= LEAST_HOURS && collected.length >= LEAST_COLLECTIONS;
  const isSteady = [heap, besideHeap].every(({ levelMiB, grewMiBPerHour }) => grewMiBPerHour <= levelMiB * TOLERATED);
  return { memory: !isTold ? 'not told' : isSteady ? 'steady' : 'growing', heap, besideHeap };
}

/** The median of each stretch, in its middle. */
function mediansOf(points: readonly Point[]): readonly Point[] {
  const length = Math.max(1, Math.ceil(points.length / STRETCHES));
  return Array.from({ length: Math.ceil(points.length / length) }, (_, index) => {
    const stretch = points.slice(index * length, (index + 1) * length);
    return { x: median(stretch.map(({ x }) => x)), y: median(stretch.map(({ y }) => y)) };
  });
}

function trendOf(points: readonly Point[], hoursPerSecond: number): Trend {
  const perHour = hoursPerSecond === 0 ? 0 : slopeOf(points) / hoursPerSecond;
  return { levelMiB: points[0]?.y ?? 0, grewMiBPerHour: perHour };
}
