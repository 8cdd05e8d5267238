import { FIGURE_NAMES, type LoadFigures, TITLES } from '../report/figures.js';
import type { Report } from '../report/results.js';
import { readable, type Table } from '../report/table.js';
import type { Settings, SystemName } from '../settings.js';
import { median } from '../statistics.js';
import { bare } from '../systems/bare.js';
import { gateway } from '../systems/gateway.js';
import { type System, whileRunning } from '../systems/system.js';
import type { Bench, Part } from './part.js';
import { measureUnderLoad, remarksOn, underLoadDuration } from './under-load.js';

/** Counts are added up over the rounds: a single one matters. Of everything else the median holds. */
const COUNTS: ReadonlySet<keyof LoadFigures> = new Set([
  'lost',
  'refused',
  'shownTwice',
  'pushedAgain',
  'astray',
  'answersRefused',
]);

/** What a picture shows. */
const PICTURED = ['throughput', 'cpuMicroseconds', 'p50Ms', 'p99Ms', 'visitorKiB', 'restMiB'] as const;

type BySystem<T> = Readonly<Partial<Record<SystemName, T>>>;

export const comparison: Part = {
  says: 'the gateway beside the same parts without a service: throughput, CPU, latency, memory',
  defaults: {},
  isOfOneNode: false,
  duration: (settings) => settings.rounds * settings.systems.length * underLoadDuration(settings),
  async run({ settings, cores, progress }: Bench): Promise<Report> {
    const { systems, rounds, nodes } = settings;
    const known: Readonly<Record<SystemName, System>> = {
      bare: bare(cores),
      gateway: gateway(settings.store, nodes, cores),
    };
    const measured: Record<SystemName, LoadFigures[]> = { bare: [], gateway: [] };
    for (let round = 1; round <= rounds; round++)
      // Every other round backwards, so that none is always the one that a busy neighbour meets.
      for (const name of round % 2 === 0 ? systems.toReversed() : systems) {
        progress.step(`round ${round} of ${rounds}, ${name}`);
        measured[name].push(
          await whileRunning(known[name], (running) => measureUnderLoad(running, settings, progress)),
        );
      }
    const medians = Object.fromEntries(systems.map((name) => [name, summaryOf(measured[name])]));
    return reportOf(settings, medians, measured);
  },
};

function summaryOf(rounds: readonly LoadFigures[]): LoadFigures {
  const summaries = FIGURE_NAMES.map((name) => {
    const values = rounds.map((figures) => figures[name]);
    return [name, COUNTS.has(name) ? values.reduce((sum, value) => sum + value, 0) : median(values)];
  });
  return Object.fromEntries(summaries) as LoadFigures;
}

function reportOf(
  settings: Settings,
  medians: BySystem<LoadFigures>,
  rounds: Readonly<Record<SystemName, readonly LoadFigures[]>>,
): Report {
  const { systems } = settings;
  const ratios = ratiosToBare(medians);
  return {
    title: `${systems.join(' and ')}: ${readable(settings.visitors)} visitors, latency at ${settings.rate}/s`,
    remarks: [
      settings.rounds === 1 ? 'One round.' : `Medians of ${settings.rounds} rounds; counts are of all of them.`,
      ...remarksOn(Object.values(medians)),
    ],
    table: tableOf(systems, medians, ratios),
    figures: { medians, ratiosToBare: ratios, rounds },
    panels: PICTURED.map((name) => ({
      kind: 'bars',
      title: TITLES[name],
      bars: systems.map((system) => ({ label: system, value: medians[system]?.[name] ?? Number.NaN })),
    })),
  };
}

/** How many times bare's each figure is. Nothing without bare. */
function ratiosToBare(medians: BySystem<LoadFigures>): BySystem<Partial<LoadFigures>> {
  const base = medians.bare;
  if (base === undefined) return {};
  const names = FIGURE_NAMES.filter((name) => !COUNTS.has(name) && name !== 'generatorBusy' && base[name] > 0);
  return Object.fromEntries(
    Object.entries(medians).map(([system, figures]) => [
      system,
      Object.fromEntries(names.map((name) => [name, figures[name] / base[name]])),
    ]),
  );
}

function tableOf(
  systems: readonly SystemName[],
  medians: BySystem<LoadFigures>,
  ratios: BySystem<Partial<LoadFigures>>,
): Table {
  const held = systems.filter((system) => system !== 'bare' && ratios[system] !== undefined);
  const shown = FIGURE_NAMES.filter(
    (name) => name !== 'databasesCpuMicroseconds' || systems.some((system) => (medians[system]?.[name] ?? 0) > 0),
  );
  return [
    ['', ...systems, ...held.map((system) => `${system} / bare`)],
    ...shown.map((name) => [
      TITLES[name],
      ...systems.map((system) => readable(medians[system]?.[name] ?? Number.NaN)),
      ...held.map((system) => ratios[system]?.[name]?.toFixed(2) ?? ''),
    ]),
  ];
}
