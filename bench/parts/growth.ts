import { Trial } from '../load/trial.js';
import { WHOLE_LIVES } from '../load/visitor.js';
import type { LoadFigures } from '../report/figures.js';
import type { LinePanel } from '../report/lines.js';
import type { Report } from '../report/results.js';
import { readable, shortCount } from '../report/table.js';
import { seed } from '../seed/seed.js';
import type { Settings } from '../settings.js';
import { gateway, startNodes } from '../systems/gateway.js';
import { startStore, type Store } from '../systems/store.js';
import { whileRunning } from '../systems/system.js';
import type { Bench, Part } from './part.js';
import { measureUnderLoad, remarksOn, underLoadDuration } from './under-load.js';

/** Visitors while the attempts grow. */
const VISITORS = 1_000;
const STEPS = { attempts: [0, 10_000, 100_000, 1_000_000, 5_000_000], visitors: [100, 1_000, 5_000, 10_000, 20_000] };

/** How many real attempts are kept first: what is stored is copied from them. */
const REAL = 400;

/** About how many attempts are stored in a second. */
const SEEDED_PER_SECOND = { sqlite: 40_000, postgres: 25_000 } as const;

/** How the gateway did with so much. */
interface Step {
  readonly count: number;
  /** Of the store, before it was used. */
  readonly storedMiB?: number;
  readonly figures: LoadFigures;
}

export const growth: Part = {
  says: 'throughput and latency as stored attempts and visitors grow',
  defaults: { visitors: 20_000 },
  isOfOneNode: true,
  duration: (settings) => {
    const { attempts, visitors } = stepsOf(settings);
    const measuring = attempts.length * underLoadDuration({ ...settings, visitors: VISITORS });
    const seeding = settings.attempts / SEEDED_PER_SECOND[settings.store];
    return (
      measuring +
      seeding +
      visitors.reduce((sum, count) => sum + underLoadDuration({ ...settings, visitors: count }), 0)
    );
  },
  async run(bench: Bench): Promise<Report> {
    const { settings } = bench;
    const byAttempts = await growAttempts(bench);
    const byVisitors = await growVisitors(bench);
    return {
      title: `The gateway on ${settings.store}, as it grows`,
      remarks: [
        `${readable(visitorsBeside(settings))} visitors while the attempts grow; no attempts but its own while the visitors do.`,
        ...remarksOn([...byAttempts, ...byVisitors].map(({ figures }) => figures)),
      ],
      table: [
        ['', 'throughput/s', 'CPU, µs', 'p50, ms', 'p99, ms', 'stored, MiB', 'lost', 'shown twice'],
        ...byAttempts.map((step) => rowOf(`${shortCount(step.count)} attempts`, step)),
        ...byVisitors.map((step) => rowOf(`${shortCount(step.count)} visitors`, step)),
      ],
      figures: { attempts: byAttempts, visitors: byVisitors },
      panels: [
        panelOf('throughput, engagements/s', 'stored attempts', byAttempts, 'throughput'),
        panelOf('POST to push, p99, ms', 'stored attempts', byAttempts, 'p99Ms'),
        panelOf('throughput, engagements/s', 'connected visitors', byVisitors, 'throughput'),
        panelOf('POST to push, p99, ms', 'connected visitors', byVisitors, 'p99Ms'),
      ],
    };
  },
};

/** Up to what was asked for, and that itself. */
function stepsOf({ attempts, visitors }: Settings): typeof STEPS {
  const upTo = (steps: readonly number[], most: number): number[] => [...steps.filter((step) => step < most), most];
  return { attempts: upTo(STEPS.attempts, attempts), visitors: upTo(STEPS.visitors, visitors) };
}

function visitorsBeside({ visitors }: Settings): number {
  return Math.min(VISITORS, visitors);
}

async function growAttempts({ settings, cores, progress }: Bench): Promise<readonly Step[]> {
  const store = await startStore(settings.store, cores);
  const measured: Step[] = [];
  try {
    await keepReal(store, settings, cores);
    let stored = 0;
    for (const count of stepsOf(settings).attempts) {
      progress.step(`storing ${readable(count)} attempts`);
      await seed(store, stored, count, (added) => progress.detail(shortCount(added)));
      stored = Math.max(stored, count);
      progress.step(`${readable(count)} stored attempts`);
      const storedMiB = (await store.size()) / 2 ** 20;
      const visitors = visitorsBeside(settings);
      const figures = await whileRunning(
        () => startNodes(1, store, undefined, cores),
        (running) => measureUnderLoad(running, { ...settings, visitors }, progress),
      );
      measured.push({ count, storedMiB, figures });
    }
    return measured;
  } finally {
    await store.stop();
  }
}

/** Has the gateway make its tables, and go through some attempts from their engage to their ending. */
function keepReal(store: Store, settings: Settings, cores: Bench['cores']): Promise<void> {
  return whileRunning(
    () => startNodes(1, store, undefined, cores),
    async (running) => {
      const trial = new Trial(running, settings.requesters, WHOLE_LIVES);
      try {
        await trial.crowd.connect(visitorsBeside(settings));
        await trial.pace(1_000, () => trial.ledger.count >= REAL);
      } finally {
        trial.close();
      }
    },
  );
}

async function growVisitors({ settings, cores, progress }: Bench): Promise<readonly Step[]> {
  const measured: Step[] = [];
  for (const count of stepsOf(settings).visitors) {
    progress.step(`${readable(count)} visitors`);
    const figures = await whileRunning(gateway(settings.store, 1, cores), (running) =>
      measureUnderLoad(running, { ...settings, visitors: count }, progress),
    );
    measured.push({ count, figures });
  }
  return measured;
}

function rowOf(name: string, { figures, storedMiB }: Step): readonly string[] {
  const { throughput, cpuMicroseconds, p50Ms, p99Ms, lost, shownTwice } = figures;
  return [
    name,
    ...[throughput, cpuMicroseconds, p50Ms, p99Ms, storedMiB ?? Number.NaN, lost, shownTwice].map(readable),
  ];
}

function panelOf(title: string, xTitle: string, steps: readonly Step[], figure: 'throughput' | 'p99Ms'): LinePanel {
  return {
    kind: 'lines',
    title,
    xTitle,
    ticks: steps.map(({ count }, x) => ({ x, label: shortCount(count) })),
    points: steps.map(({ figures }, x) => ({ x, y: figures[figure] })),
    hasValues: true,
  };
}
