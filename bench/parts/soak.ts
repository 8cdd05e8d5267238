import { after, atRate } from '../load/at-rate.js';
import { Trial } from '../load/trial.js';
import { WHOLE_LIVES } from '../load/visitor.js';
import { countsOf } from '../report/figures.js';
import type { LinePanel } from '../report/lines.js';
import type { Report } from '../report/results.js';
import { readable } from '../report/table.js';
import { gateway } from '../systems/gateway.js';
import { type RunningSystem, whileRunning } from '../systems/system.js';
import { quantile } from '../statistics.js';
import { judge, type Sample, type Verdict } from './memory-verdict.js';
import type { Bench, Part } from './part.js';

/** What a busy site does in an hour: twenty engagements a second, and ten visitors who go while ten come. */
const ENGAGEMENTS_PER_HOUR = 72_000;
/** How many engagements there are for each visitor who goes. */
const ENGAGEMENTS_PER_EXCHANGE = 2;

export const soak: Part = {
  says: 'what an hour of a busy site leaves in memory, in a few minutes',
  defaults: { visitors: 2_000, seconds: 300, rate: 240 },
  isOfOneNode: false,
  duration: ({ visitors, seconds }) => 10 + visitors / 700 + seconds,
  async run(bench: Bench): Promise<Report> {
    const { settings, cores, progress } = bench;
    progress.step(`soaking for ${settings.seconds} seconds`);
    const system = gateway(settings.store, settings.nodes, cores);
    const { samples, exchanges, ...measured } = await whileRunning(system, (running) => measure(running, bench));
    const hours = measured.engagements / ENGAGEMENTS_PER_HOUR;
    const verdict = judge(samples, hours);
    return {
      title: `${readable(measured.engagements)} engagements and ${readable(exchanges)} visitors who went, in ${settings.seconds} s`,
      remarks: [sentenceOf(verdict)],
      table: tableOf(measured, verdict, hours),
      figures: { ...measured, exchanges, hours, verdict, samples },
      panels: panelsOf(samples),
    };
  },
};

interface Soaked {
  readonly engagements: number;
  readonly p99Ms: number;
  readonly lost: number;
  readonly refused: number;
  readonly shownTwice: number;
}

async function measure(
  running: RunningSystem,
  { settings, progress }: Bench,
): Promise<Soaked & { readonly exchanges: number; readonly samples: readonly Sample[] }> {
  const { visitors, rate, seconds, requesters } = settings;
  const trial = new Trial(running, requesters, WHOLE_LIVES);
  const samples: Sample[] = [];
  let exchanges = 0;
  try {
    await trial.crowd.connect(visitors, (connected) => progress.detail(`${connected} visitors connected`));
    const [isOver, begun] = [after(seconds), performance.now()];
    const sample = async (): Promise<void> => {
      const heap = await heapOf(running);
      const atSeconds = (performance.now() - begun) / 1000;
      const rssMiB = trial.memoryNow() / 1024;
      samples.push({ atSeconds, rssMiB, besideHeapMiB: rssMiB - heap });
      progress.detail(`${Math.round(atSeconds)} s, ${Math.round(rssMiB)} MiB`);
    };
    const exchange = async (): Promise<void> => {
      if (await trial.crowd.exchange()) exchanges++;
    };
    const [phase] = await Promise.all([
      trial.pace(rate, isOver),
      atRate(rate / ENGAGEMENTS_PER_EXCHANGE, isOver, exchange),
      atRate(Math.max(1, 20 / seconds), isOver, sample),
    ]);
    const { lost, refused, shownTwice } = countsOf(trial);
    const p99Ms = quantile(phase.pushTimes, 0.99);
    return { engagements: phase.accepted, p99Ms, lost, refused, shownTwice, exchanges, samples };
  } finally {
    trial.close();
  }
}

/** What the nodes keep for the objects of JavaScript, in MiB: the rest is what the collector has no hand in. */
async function heapOf({ nodes }: RunningSystem): Promise<number> {
  const heaps = await Promise.all(
    nodes.map(async ({ port }) => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^nodejs_heap_size_total_bytes (\S+)/m.exec(metrics)?.[1] ?? 0);
    }),
  );
  return heaps.reduce((sum, heap) => sum + heap, 0) / 2 ** 20;
}

function sentenceOf({ memory, grewMiBPerHour, levelMiB }: Verdict): string {
  if (memory === 'not told') return 'Less than half an hour’s work: too little to tell whether memory grows.';
  const grown = `${grewMiBPerHour.toFixed(1)} MiB in what an hour brings, at ${Math.round(levelMiB)} MiB`;
  return `Memory is ${memory}: after warm-up it changed by ${grown}.`;
}

function tableOf(measured: Soaked, verdict: Verdict, hours: number): Report['table'] {
  const { memory, levelMiB, grewMiBPerHour } = verdict;
  return [
    ['', 'gateway'],
    ['hours of a busy site', readable(hours)],
    ['engagements', readable(measured.engagements)],
    ['POST to push, p99, ms', readable(measured.p99Ms)],
    ['lost', readable(measured.lost)],
    ['refused', readable(measured.refused)],
    ['shown twice', readable(measured.shownTwice)],
    ['memory after warm-up, MiB', readable(levelMiB)],
    ['growth, MiB in an hour', readable(grewMiBPerHour)],
    ['memory is', memory],
  ];
}

function panelsOf(samples: readonly Sample[]): Report['panels'] {
  const end = samples.at(-1)?.atSeconds ?? 0;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => ({ x: share * end, label: String(Math.round(share * end)) }));
  const panel = (title: string, y: (sample: Sample) => number): LinePanel => ({
    kind: 'lines',
    title,
    xTitle: 'seconds',
    ticks,
    points: samples.map((sample) => ({ x: sample.atSeconds, y: y(sample) })),
    hasValues: false,
  });
  return [
    panel('memory, MiB', ({ rssMiB }) => rssMiB),
    panel('of it beside the heap, MiB', ({ besideHeapMiB }) => besideHeapMiB),
  ];
}
