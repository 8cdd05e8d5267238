import { setTimeout } from 'node:timers/promises';
import type { SeededHistory } from '../../test/support/seeded-history.js';
import type { Report } from '../report/results.js';
import { readable, shortCount } from '../report/table.js';
import { seedPast } from '../seed/seed-past.js';
import { median, quantile } from '../statistics.js';
import { startNodes } from '../systems/gateway.js';
import type { ServerProcess } from '../systems/server-process.js';
import { startStore, type Store } from '../systems/store.js';
import { whileRunning } from '../systems/system.js';
import type { Bench, Part } from './part.js';

const DAY_MS = 86_400_000;
const SPAN_MS = 30 * DAY_MS;

/** How often each view is asked for in a round, and before each round to warm up. */
const CALLS = 35;
const WARM_UP = 5;

/** About how many attempts are stored in a second. */
const SEEDED_PER_SECOND = { sqlite: 30_000, postgres: 15_000 } as const;

/** How many times as slow a view may be. */
const MOST = 3;

/** A report is told again for about so many times as long as it took. */
const AGAIN_AFTER = 11;

/** What is in a store that is as good as empty: something to look at. */
const ONE_ATTEMPT = { attempts: 1, spanMs: DAY_MS / 24, active: 0, failedDeliveries: 0 } as const;

/** What a view asks for, by its name: where in the past it looks depends on how much there is. */
type Views = Readonly<Record<string, readonly string[]>>;

/** One view of both stores: the empty one, and the full one. */
interface View {
  readonly name: string;
  readonly urls: readonly [readonly string[], readonly string[]];
  /** How long it took each time, in milliseconds. */
  readonly times: readonly [number[], number[]];
}

interface Figures {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export const console: Part = {
  says: 'how fast the console’s views are with millions of stored attempts, beside an empty store',
  defaults: {},
  isOfOneNode: true,
  duration: ({ attempts, store, rounds }) => 50 * rounds + (1.5 * attempts) / SEEDED_PER_SECOND[store],
  async run(bench: Bench): Promise<Report> {
    const { settings } = bench;
    const { empty, full } = await measure(bench);
    const names = Object.keys(empty);
    const rows = names.map((name) => {
      const [before, after] = [empty[name], full[name]];
      const times = (after?.p50Ms ?? Number.NaN) / (before?.p50Ms ?? Number.NaN);
      return { name, before, after, times };
    });
    const slowest = Math.max(...rows.map(({ times }) => times));
    return {
      title: `The console on ${settings.store}, with ${shortCount(settings.attempts)} stored attempts`,
      remarks: [
        `The slowest view takes ${readable(slowest)} times as long as on an empty store: ${slowest <= MOST ? 'within' : 'beyond'} the ${MOST} that it may.`,
      ],
      table: [
        ['view', 'empty p50, ms', 'p95', `${shortCount(settings.attempts)} p50, ms`, 'p95', 'times'],
        ...rows.map(({ name, before, after, times }) => [
          name,
          ...[before?.p50Ms, before?.p95Ms, after?.p50Ms, after?.p95Ms, times].map((value) =>
            readable(value ?? Number.NaN),
          ),
        ]),
      ],
      figures: { empty, full },
      panels: rows.map(({ name, before, after }) => ({
        kind: 'bars',
        title: `${name}, ms`,
        bars: [
          { label: 'empty', value: before?.p50Ms ?? 0 },
          { label: shortCount(settings.attempts), value: after?.p50Ms ?? 0 },
        ],
      })),
    };
  },
};

interface Measured {
  readonly empty: Readonly<Record<string, Figures>>;
  readonly full: Readonly<Record<string, Figures>>;
}

/** Asks both by turns: whatever else the machine does meets them alike. */
async function measure({ settings, cores, progress }: Bench): Promise<Measured> {
  const { attempts, rounds } = settings;
  const [emptyStore, fullStore] = [await startStore(settings.store, cores), await startStore(settings.store, cores)];
  const start = (store: Store): ReturnType<typeof startNodes> => startNodes(1, store, undefined, cores);
  const fill = async (store: Store, past: Omit<SeededHistory, 'kind' | 'until'>): Promise<void> => {
    // Makes the tables.
    await whileRunning(
      () => start(store),
      async () => undefined,
    );
    await seedPast(store, { ...past, until: Date.now() }, (added) => progress.detail(shortCount(added)));
  };
  try {
    progress.step(`storing ${readable(attempts)} attempts`);
    await fill(emptyStore, ONE_ATTEMPT);
    await fill(fullStore, { attempts, spanMs: SPAN_MS, active: Math.min(attempts, 500), failedDeliveries: 5_000 });
    return await whileRunning(
      () => start(emptyStore),
      ({ nodes: [empty] }) =>
        whileRunning(
          () => start(fullStore),
          async ({ nodes: [full] }) => {
            const [ofEmpty, ofFull] = [await viewsOf(baseOf(empty), 1), await viewsOf(baseOf(full), attempts)];
            const views = Object.entries(ofEmpty).map(([name, urls]): View => ({
              name,
              urls: [urls, ofFull[name] ?? []],
              times: [[], []],
            }));
            for (let round = 1; round <= rounds; round++)
              for (const view of views) {
                progress.step(`round ${round} of ${rounds}, ${view.name}`);
                await look(view);
              }
            const figures = (store: 0 | 1): Measured[keyof Measured] =>
              Object.fromEntries(views.map(({ name, times }) => [name, figuresOf(times[store])]));
            return { empty: figures(0), full: figures(1) };
          },
        ),
    );
  } finally {
    await emptyStore.stop();
    await fullStore.stop();
  }
}

function baseOf(node: ServerProcess | undefined): string {
  return `http://127.0.0.1:${node?.port ?? 0}/operations`;
}

async function viewsOf(base: string, attempts: number): Promise<Views> {
  const middle = Math.floor(attempts / 2);
  const since = new Date(Date.now() - SPAN_MS / 2).toISOString();
  const { attempts: found } = JSON.parse(await ask(`${base}/attempts?id=interaction-${middle}`)) as {
    readonly attempts: readonly { readonly attemptId: string }[];
  };
  const id = found[0]?.attemptId;
  if (id === undefined) throw new Error(`interaction-${middle} is not in the store`);
  const paths: Views = {
    'overview, hour': ['/funnel?window=hour', '/nodes', '/endpoints'],
    'overview, day': ['/funnel?window=day', '/nodes', '/endpoints'],
    'overview, 30 days': ['/funnel?window=month', '/nodes', '/endpoints'],
    'attempts, the newest': ['/attempts?limit=50'],
    'attempts, further on': [`/attempts?limit=50&cursor=${id}`],
    'attempts by an id': [`/attempts?id=visit-${Math.floor(middle / 3)}`],
    'attempts by state and time': [`/attempts?limit=50&state=failed&until=${since}`],
    'attempts by rule and channel': ['/attempts?limit=50&ruleName=exit-intent&channel=callback'],
    'attempts by a rule that is none': ['/attempts?limit=50&ruleName=nobody'],
    'one attempt': [`/attempts/${id}`],
    deliveries: ['/endpoints', '/deliveries?limit=50&state=failed'],
  };
  return Object.fromEntries(Object.entries(paths).map(([name, of]) => [name, of.map((path) => base + path)]));
}

async function look({ urls, times }: View): Promise<void> {
  for (let call = -WARM_UP; call < CALLS; call++)
    for (const store of [0, 1] as const) {
      const from = performance.now();
      await Promise.all(urls[store].map((url) => ask(url)));
      const took = performance.now() - from;
      if (call >= 0) times[store].push(took);
      // Until it is made anew, rather than told again.
      if (urls[store].some((url) => url.includes('/funnel'))) await setTimeout(AGAIN_AFTER * took);
    }
}

async function ask(url: string): Promise<string> {
  const reply = await fetch(url);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${new URL(url).pathname} was answered with ${reply.status}: ${text}`);
  return text;
}

function figuresOf(times: readonly number[]): Figures {
  return { p50Ms: median(times), p95Ms: quantile(times, 0.95) };
}
