import type { Phase, Trial } from '../load/trial.js';
import { quantile } from '../statistics.js';

/** What one trial of a system under load tells, by what stands in tables and pictures of it, in this order. */
export const TITLES = {
  throughput: 'throughput, engagements/s',
  cpuMicroseconds: 'CPU of an engagement, µs',
  databasesCpuMicroseconds: 'and of its databases, µs',
  p50Ms: 'POST to push, p50, ms',
  p99Ms: 'POST to push, p99, ms',
  connectsPerSecond: 'visitors that connect, /s',
  visitorKiB: 'memory of a visitor, KiB',
  restMiB: 'memory at rest, MiB',
  lost: 'lost',
  refused: 'refused',
  shownTwice: 'shown twice',
  pushedAgain: 'pushed again',
  astray: 'shown to somebody else',
  answersRefused: 'answers refused',
  generatorBusy: 'load generator, cores',
} as const;

export type LoadFigures = Readonly<Record<keyof typeof TITLES, number>>;

export const FIGURE_NAMES = Object.keys(TITLES) as readonly (keyof LoadFigures)[];

/** From this share of its core on, the load generator may be what bounds the throughput. */
export const BUSY = 0.9;

/** What only counts may say, of everything that a trial has done. */
export function countsOf({
  ledger,
}: Trial): Pick<LoadFigures, 'lost' | 'refused' | 'shownTwice' | 'pushedAgain' | 'astray' | 'answersRefused'> {
  const { lost, refused } = ledger.outcome(0);
  const { shownTwice, pushedAgain, astray, answersRefused } = ledger;
  return { lost, refused, shownTwice, pushedAgain, astray, answersRefused };
}

/** What closed loops and paced ones tell of a system. */
export function figuresOf(
  saturated: Phase,
  paced: Phase,
): Pick<
  LoadFigures,
  'throughput' | 'cpuMicroseconds' | 'databasesCpuMicroseconds' | 'p50Ms' | 'p99Ms' | 'generatorBusy'
> {
  const { accepted } = saturated;
  return {
    throughput: accepted / saturated.seconds,
    cpuMicroseconds: saturated.nodesCpu / accepted,
    databasesCpuMicroseconds: saturated.databasesCpu / accepted,
    p50Ms: quantile(paced.pushTimes, 0.5),
    p99Ms: quantile(paced.pushTimes, 0.99),
    generatorBusy: saturated.generatorBusy,
  };
}
