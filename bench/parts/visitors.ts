import { setTimeout as delay } from 'node:timers/promises';
import { after } from '../load/at-rate.js';
import { Trial } from '../load/trial.js';
import { WHOLE_LIVES } from '../load/visitor.js';
import { countsOf } from '../report/figures.js';
import type { Report } from '../report/results.js';
import { readable } from '../report/table.js';
import type { SystemName } from '../settings.js';
import { quantile } from '../statistics.js';
import { bare } from '../systems/bare.js';
import { gateway } from '../systems/gateway.js';
import { type RunningSystem, whileRunning } from '../systems/system.js';
import { cpuOfFamily } from '../support/process-load.js';
import type { Bench, Part } from './part.js';

/** How long engagements go on before all connections are cut, in seconds. */
const CALM_SECONDS = 1;

/** After this, whoever has not come back is given up. In seconds. */
const BACK_WITHIN_SECONDS = 90;

const TITLES = {
  connectsPerSecond: 'visitors that connect, /s',
  connectCpuMicroseconds: 'CPU of one that connects, µs',
  restMiB: 'memory at rest, MiB',
  visitorKiB: 'memory of a visitor, KiB',
  idleCpuPercent: 'CPU while nothing happens, % of a core',
  allBackSeconds: 'all cut off: until all are back, s',
  stormReplyP99Ms: 'meanwhile: POST to its answer, p99, ms',
  stormPushP99Ms: 'meanwhile: POST to push, p99, ms',
  stormEngagements: 'meanwhile: engagements',
  lost: 'lost',
  refused: 'refused',
  shownTwice: 'shown twice',
  pushedAgain: 'pushed again',
} as const;

type VisitorFigures = Readonly<Record<keyof typeof TITLES, number>>;

/** What a picture shows. */
const PICTURED = ['visitorKiB', 'idleCpuPercent', 'connectsPerSecond', 'allBackSeconds'] as const;

export const visitors: Part = {
  says: 'many visitors on one node: memory, CPU while nothing happens, and all of them reconnecting at once',
  defaults: { visitors: 10_000, seconds: 30, rate: 100 },
  isOfOneNode: true,
  duration: (settings) => settings.systems.length * (8 + settings.visitors / 500 + settings.seconds),
  async run(bench: Bench): Promise<Report> {
    const { settings, cores, progress } = bench;
    const known = { bare: bare(cores), gateway: gateway(settings.store, 1, cores) };
    const measured: Partial<Record<SystemName, VisitorFigures>> = {};
    for (const name of settings.systems) {
      progress.step(`${readable(settings.visitors)} visitors of ${name}`);
      measured[name] = await whileRunning(known[name], (running) => measure(running, bench));
    }
    const names = Object.keys(TITLES) as readonly (keyof VisitorFigures)[];
    const valueOf = (system: SystemName, name: keyof VisitorFigures): number => measured[system]?.[name] ?? Number.NaN;
    return {
      title: `${readable(settings.visitors)} visitors on one node`,
      remarks: [
        `Idle for ${settings.seconds} s; ${settings.rate} engagements a second while all come back, each after 0.2 to 1.8 s.`,
        'An invitation for somebody who is away reaches them when they are back; bare has forgotten it by then.',
      ],
      table: [
        ['', ...settings.systems],
        ...names.map((name) => [TITLES[name], ...settings.systems.map((system) => readable(valueOf(system, name)))]),
      ],
      figures: measured,
      panels: PICTURED.map((name) => ({
        kind: 'bars',
        title: TITLES[name],
        bars: settings.systems.map((system) => ({ label: system, value: valueOf(system, name) })),
      })),
    };
  },
};

async function measure(running: RunningSystem, { settings, progress }: Bench): Promise<VisitorFigures> {
  const trial = new Trial(running, settings.requesters, WHOLE_LIVES);
  const cpu = (): number => running.nodes.reduce((sum, { pid }) => sum + cpuOfFamily(pid), 0);
  try {
    const atRest = await trial.memory();
    const connecting = { begun: performance.now(), cpu: cpu() };
    await trial.crowd.connect(settings.visitors, (connected) => progress.detail(`${connected} connected`));
    const connectSeconds = (performance.now() - connecting.begun) / 1000;
    const connectCpu = cpu() - connecting.cpu;
    const held = (await trial.memory()) - atRest;

    progress.detail('idle');
    const idle = cpu();
    await delay(settings.seconds * 1000);
    const idleCpu = cpu() - idle;

    return {
      connectsPerSecond: settings.visitors / connectSeconds,
      connectCpuMicroseconds: connectCpu / settings.visitors,
      restMiB: atRest / 1024,
      visitorKiB: held / settings.visitors,
      idleCpuPercent: idleCpu / settings.seconds / 10_000,
      ...(await storm(trial, settings.rate, (text) => progress.detail(text))),
      ...countsOf(trial),
    };
  } finally {
    trial.close();
  }
}

/** Cuts everybody off at once, while engagements go on, and waits until all are back. */
async function storm(
  trial: Trial,
  rate: number,
  tell: (text: string) => void,
): Promise<Pick<VisitorFigures, 'allBackSeconds' | 'stormReplyP99Ms' | 'stormPushP99Ms' | 'stormEngagements'>> {
  tell('engagements');
  await trial.pace(rate, after(CALM_SECONDS));
  tell('all are cut off');
  const begun = performance.now();
  let backAt: number | undefined;
  const isTooLate = after(BACK_WITHIN_SECONDS);
  const meanwhile = trial.pace(rate, () => backAt !== undefined || isTooLate());
  trial.crowd.cutAll();
  const comingBack = trial.crowd.comeBack(isTooLate).then(() => {
    backAt = performance.now();
  });
  const [phase] = await Promise.all([meanwhile, comingBack]);
  const isComplete = trial.crowd.connected === trial.crowd.size;
  return {
    allBackSeconds: isComplete ? ((backAt ?? 0) - begun) / 1000 : Number.NaN,
    stormReplyP99Ms: quantile(phase.replyTimes, 0.99),
    stormPushP99Ms: quantile(phase.pushTimes, 0.99),
    stormEngagements: phase.accepted + phase.refused,
  };
}
