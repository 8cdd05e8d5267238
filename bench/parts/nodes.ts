import type { LoadFigures } from '../report/figures.js';
import type { LinePanel } from '../report/lines.js';
import type { Report } from '../report/results.js';
import { readable } from '../report/table.js';
import { gateway } from '../systems/gateway.js';
import { whileRunning } from '../systems/system.js';
import type { Bench, Part } from './part.js';
import { measureUnderLoad, remarksOn, underLoadDuration } from './under-load.js';

interface Step {
  readonly nodes: number;
  readonly figures: LoadFigures;
}

export const nodes: Part = {
  says: 'one to four nodes over one PostgreSQL and Redis',
  defaults: { nodes: 4, store: 'postgres' },
  isOfOneNode: false,
  duration: (settings) => settings.nodes * (4 + underLoadDuration(settings)),
  async run({ settings, cores, progress }: Bench): Promise<Report> {
    const steps: Step[] = [];
    for (let count = 1; count <= settings.nodes; count++) {
      progress.step(count === 1 ? 'one node' : `${count} nodes`);
      const figures = await whileRunning(gateway('postgres', count, cores), (running) =>
        measureUnderLoad(running, settings, progress),
      );
      steps.push({ nodes: count, figures });
    }
    const shared = cores.servers.length < settings.nodes;
    return {
      title: `One to ${settings.nodes} nodes over PostgreSQL and Redis`,
      remarks: [
        ...(shared
          ? [`The nodes share ${cores.servers.length} core(s): more nodes show what they cost, not what they add.`]
          : []),
        ...remarksOn(steps.map((step) => step.figures)),
      ],
      table: [
        [
          'nodes',
          'throughput/s',
          'CPU, µs',
          'databases, µs',
          'p50, ms',
          'p99, ms',
          'at rest, MiB',
          'lost',
          'shown twice',
        ],
        ...steps.map(rowOf),
      ],
      figures: { steps },
      panels: [
        panelOf('throughput, engagements/s', steps, ({ throughput }) => throughput),
        panelOf('CPU of an engagement, all nodes, µs', steps, ({ cpuMicroseconds }) => cpuMicroseconds),
        panelOf('POST to push, p50, ms', steps, ({ p50Ms }) => p50Ms),
        panelOf('POST to push, p99, ms', steps, ({ p99Ms }) => p99Ms),
      ],
    };
  },
};

function rowOf({ nodes: count, figures }: Step): readonly string[] {
  const { throughput, cpuMicroseconds, databasesCpuMicroseconds, p50Ms, p99Ms, restMiB, lost, shownTwice } = figures;
  return [
    String(count),
    ...[throughput, cpuMicroseconds, databasesCpuMicroseconds, p50Ms, p99Ms, restMiB, lost, shownTwice].map(readable),
  ];
}

function panelOf(title: string, steps: readonly Step[], pick: (figures: LoadFigures) => number): LinePanel {
  return {
    kind: 'lines',
    title,
    xTitle: 'nodes',
    ticks: steps.map((step) => ({ x: step.nodes, label: String(step.nodes) })),
    points: steps.map((step) => ({ x: step.nodes, y: pick(step.figures) })),
    hasValues: true,
  };
}
