import { after, atRate } from '../load/at-rate.js';
import type { Span } from '../load/ledger.js';
import { Trial } from '../load/trial.js';
import { WHOLE_LIVES } from '../load/visitor.js';
import { countsOf } from '../report/figures.js';
import type { LinePanel } from '../report/lines.js';
import type { Report } from '../report/results.js';
import { readable } from '../report/table.js';
import { Inspector } from '../support/inspector.js';
import { gateway } from '../systems/gateway.js';
import { type RunningSystem, whileRunning } from '../systems/system.js';
import { median, quantile } from '../statistics.js';
import { type Collection, judge, type Sample, type Trend, type Verdict } from './memory-verdict.js';
import type { Bench, Part } from './part.js';

/** What a busy site does in an hour: twenty engagements a second, and ten visitors who go while ten come. */
const ENGAGEMENTS_PER_HOUR = 72_000;
/** How many engagements there are for each visitor who goes. */
const ENGAGEMENTS_PER_EXCHANGE = 2;

/** Between two forced collections, in seconds: less in a short run, so that it has so many of them if it can. */
const COLLECTION_EVERY_SECONDS = { most: 10, least: 1 } as const;
const WANTED_COLLECTIONS = 15;

/** Only an inspector can have garbage collected. It listens on a free port of loopback. */
const INSPECTED = { options: ['--inspect=127.0.0.1:0'], stop: 'SIGKILL' } as const;

export const soak: Part = {
  says: 'what an hour of a busy site leaves in memory, in a few minutes',
  defaults: { visitors: 2_000, seconds: 300, rate: 240 },
  isOfOneNode: false,
  duration: ({ visitors, seconds }) => 10 + visitors / 700 + seconds,
  async run(bench: Bench): Promise<Report> {
    const { settings, cores, progress } = bench;
    progress.step(`soaking for ${settings.seconds} seconds`);
    const system = gateway(settings.store, settings.nodes, cores, INSPECTED);
    const { samples, collections, exchanges, ...measured } = await whileRunning(system, (running) =>
      measure(running, bench),
    );
    const hours = measured.engagements / ENGAGEMENTS_PER_HOUR;
    const verdict = judge(samples, collections, hours);
    return {
      title: `${readable(measured.engagements)} engagements and ${readable(exchanges)} visitors who went, in ${settings.seconds} s`,
      remarks: [sentenceOf(verdict), collectionsSentenceOf(measured)],
      table: tableOf(measured, verdict, hours),
      figures: { ...measured, exchanges, hours, verdict, collections, samples },
      panels: panelsOf(samples, collections),
    };
  },
};

interface Soaked {
  readonly engagements: number;
  /** Of those who were not under way while garbage was collected by force. */
  readonly p99Ms: number;
  /** Of all. */
  readonly p99WithCollectionsMs: number;
  /** How long a forced collection of all nodes takes, at the median. */
  readonly collectionMs: number;
  readonly lost: number;
  readonly refused: number;
  readonly shownTwice: number;
}

interface Kept {
  readonly exchanges: number;
  readonly samples: readonly Sample[];
  readonly collections: readonly Collection[];
}

async function measure(running: RunningSystem, { settings, progress }: Bench): Promise<Soaked & Kept> {
  const { visitors, rate, seconds, requesters } = settings;
  const trial = new Trial(running, requesters, WHOLE_LIVES);
  const [samples, collections, halts]: [Sample[], Collection[], Span[]] = [[], [], []];
  const inspectors = await Promise.all(running.nodes.map(({ inspector }) => Inspector.connect(inspector ?? '')));
  let exchanges = 0;
  try {
    await trial.crowd.connect(visitors, (connected) => progress.detail(`${connected} visitors connected`));
    const [isOver, begun] = [after(seconds), performance.now()];
    const sample = async (): Promise<void> => {
      const { totalMiB } = await heapOf(inspectors);
      const atSeconds = (performance.now() - begun) / 1000;
      const rssMiB = trial.memoryNow() / 1024;
      samples.push({ atSeconds, rssMiB, besideHeapMiB: rssMiB - totalMiB });
      progress.detail(`${Math.round(atSeconds)} s, ${Math.round(rssMiB)} MiB`);
    };
    const collect = async (): Promise<void> => {
      const fromMs = performance.now();
      // One after the other: the others go on.
      for (const inspector of inspectors) await inspector.collectGarbage();
      const toMs = performance.now();
      const { usedMiB } = await heapOf(inspectors);
      collections.push({ atSeconds: (toMs - begun) / 1000, heapInUseMiB: usedMiB });
      halts.push({ fromMs, toMs });
    };
    const exchange = async (): Promise<void> => {
      if (await trial.crowd.exchange()) exchanges++;
    };
    const [phase] = await Promise.all([
      trial.pace(rate, isOver),
      atRate(rate / ENGAGEMENTS_PER_EXCHANGE, isOver, exchange),
      atRate(Math.max(1, 20 / seconds), isOver, sample),
      atRate(collectionsPerSecond(seconds), isOver, collect),
    ]);
    const { lost, refused, shownTwice } = countsOf(trial);
    return {
      engagements: phase.accepted,
      p99Ms: quantile(trial.ledger.pushTimesApartFrom(halts.map(withWhatPiledUp)), 0.99),
      p99WithCollectionsMs: quantile(phase.pushTimes, 0.99),
      collectionMs: median(halts.map(({ fromMs, toMs }) => toMs - fromMs)),
      lost,
      refused,
      shownTwice,
      exchanges,
      samples,
      collections,
    };
  } finally {
    for (const inspector of inspectors) inspector.close();
    trial.close();
  }
}

function collectionsPerSecond(seconds: number): number {
  const { most, least } = COLLECTION_EVERY_SECONDS;
  return 1 / Math.max(least, Math.min(most, seconds / WANTED_COLLECTIONS));
}

/** A halt, and as long again: what came meanwhile is to be done then. */
function withWhatPiledUp({ fromMs, toMs }: Span): Span {
  return { fromMs, toMs: toMs + (toMs - fromMs) };
}

/** What the nodes use and set aside for the objects of JavaScript: the rest is what the collector has no hand in. */
async function heapOf(
  inspectors: readonly Inspector[],
): Promise<{ readonly usedMiB: number; readonly totalMiB: number }> {
  const usages = await Promise.all(inspectors.map((inspector) => inspector.heapUsage()));
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0) / 2 ** 20;
  return {
    usedMiB: sum(usages.map(({ usedSize }) => usedSize)),
    totalMiB: sum(usages.map(({ totalSize }) => totalSize)),
  };
}

function sentenceOf({ memory, heap, besideHeap }: Verdict): string {
  if (memory === 'not told') return 'Less than half an hour’s work: too little to tell whether memory grows.';
  const told = ({ grewMiBPerHour, levelMiB }: Trend): string =>
    `${grewMiBPerHour.toFixed(1)} MiB at ${Math.round(levelMiB)} MiB`;
  return `Memory is ${memory}: in what an hour brings, the heap in use changed by ${told(heap)}, what is beside the heap by ${told(besideHeap)}.`;
}

/** A halt is nothing that a gateway does by itself: its latency does not count. */
function collectionsSentenceOf({ collectionMs, p99Ms, p99WithCollectionsMs }: Soaked): string {
  const halted = `Garbage was collected by force, which took ${readable(collectionMs)} ms (median)`;
  return `${halted}: p99 is ${readable(p99Ms)} ms apart from that, and ${readable(p99WithCollectionsMs)} ms with it.`;
}

function tableOf(measured: Soaked, { memory, heap, besideHeap }: Verdict, hours: number): Report['table'] {
  return [
    ['', 'gateway'],
    ['hours of a busy site', readable(hours)],
    ['engagements', readable(measured.engagements)],
    ['POST to push, p99, ms', readable(measured.p99Ms)],
    ['and with forced collections, ms', readable(measured.p99WithCollectionsMs)],
    ['lost', readable(measured.lost)],
    ['refused', readable(measured.refused)],
    ['shown twice', readable(measured.shownTwice)],
    ['heap in use after collections, MiB', readable(heap.levelMiB)],
    ['growth, MiB in an hour', readable(heap.grewMiBPerHour)],
    ['memory beside the heap, MiB', readable(besideHeap.levelMiB)],
    ['growth, MiB in an hour', readable(besideHeap.grewMiBPerHour)],
    ['memory is', memory],
  ];
}

function panelsOf(samples: readonly Sample[], collections: readonly Collection[]): Report['panels'] {
  const end = samples.at(-1)?.atSeconds ?? 0;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => ({ x: share * end, label: String(Math.round(share * end)) }));
  const panel = (title: string, points: LinePanel['points']): LinePanel => ({
    kind: 'lines',
    title,
    xTitle: 'seconds',
    ticks,
    points,
    hasValues: false,
  });
  return [
    panel(
      'heap in use after collections, MiB',
      collections.map(({ atSeconds, heapInUseMiB }) => ({ x: atSeconds, y: heapInUseMiB })),
    ),
    panel(
      'memory beside the heap, MiB',
      samples.map(({ atSeconds, besideHeapMiB }) => ({ x: atSeconds, y: besideHeapMiB })),
    ),
    panel(
      'resident memory, with garbage that lies, MiB',
      samples.map(({ atSeconds, rssMiB }) => ({ x: atSeconds, y: rssMiB })),
    ),
  ];
}
