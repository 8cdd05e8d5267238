import { slopeOf } from '../statistics.js';

export interface Sample {
  readonly atSeconds: number;
  /** What the system says that the processes hold. */
  readonly rssMiB: number;
  /** The same without what is set aside for the objects of JavaScript. */
  readonly besideHeapMiB: number;
}

export interface Verdict {
  readonly memory: 'steady' | 'growing' | 'not told';
  /** What was held after warm-up, at its least. */
  readonly levelMiB: number;
  /** By how much it would grow with the work of an hour. */
  readonly grewMiBPerHour: number;
}

/** What share of a run is warm-up: caches fill, code is compiled, the heap finds its size. */
const WARM_UP = 0.4;

/** In so many stretches the least memory is looked at: garbage comes and goes, and only what stays is growth. */
const STRETCHES = 10;

/** What share of its level memory may grow by in an hour, before that counts as growth. */
const TOLERATED = 0.1;

/** Less work than this tells nothing, in hours. */
const LEAST_HOURS = 0.5;

/** @param hours how many hours' work the whole run was */
export function judge(samples: readonly Sample[], hours: number): Verdict {
  const later = samples.slice(Math.floor(samples.length * WARM_UP));
  const length = Math.max(1, Math.ceil(later.length / STRETCHES));
  const stretches = Array.from({ length: Math.ceil(later.length / length) }, (_, index) =>
    later.slice(index * length, (index + 1) * length),
  );
  const floors = stretches.map((stretch, index) => ({ x: index, y: Math.min(...stretch.map(({ rssMiB }) => rssMiB)) }));
  const levelMiB = floors[0]?.y ?? 0;
  const hoursPerStretch = (hours * length) / Math.max(1, samples.length);
  const grewMiBPerHour = slopeOf(floors) / hoursPerStretch;
  const isSteady = grewMiBPerHour <= levelMiB * TOLERATED;
  return { memory: hours < LEAST_HOURS ? 'not told' : isSteady ? 'steady' : 'growing', levelMiB, grewMiBPerHour };
}
