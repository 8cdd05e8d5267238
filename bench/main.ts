import { helpText } from './help.js';
import { findCores, moveTo } from './machine/cores.js';
import { endAll, isBreakingOff } from './machine/endings.js';
import { connectionsAllowed } from './machine/open-files.js';
import { type Part, PARTS } from './parts/index.js';
import { Progress } from './report/progress.js';
import { writeReport } from './report/results.js';
import { DEFAULTS, readCommandLine, type Settings, UsageError } from './settings.js';

/** Exit statuses: of a wrong command line, and of a run that a signal broke off. */
const [EXIT_USAGE, EXIT_BROKEN_OFF] = [64, 130];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (!isBreakingOff()) void endAll().finally(() => process.exit(EXIT_BROKEN_OFF));
  });
process.on('uncaughtException', (error) => void fail(error));

try {
  await run();
} catch (error) {
  await fail(error);
}

async function run(): Promise<void> {
  const { help, parts, given } = readCommandLine(process.argv.slice(2));
  if (help) return void process.stdout.write(helpText());
  if (process.platform !== 'linux')
    throw new UsageError('The benchmark needs Linux: it reads CPU and memory of other processes from /proc.');
  const chosen = partsOf(parts).map(([name, part]) => ({ name, part, settings: settingsOf(part, given) }));

  const cores = findCores();
  if (cores.generator === undefined)
    process.stderr.write('Nothing is pinned to a core (that takes two, and taskset): figures will vary more.\n');
  else moveTo([cores.generator], [process.pid]);
  const progress = new Progress(process.stderr);
  for (const { name, part, settings } of chosen)
    process.stderr.write(`${name}: ${part.says}; about ${durationOf(part.duration(settings))}\n`);
  for (const { name, part, settings } of chosen) {
    const report = await part.run({ settings, cores, progress });
    progress.clear();
    const file = name + (settings.store === 'postgres' && name !== 'nodes' ? '-postgres' : '');
    if (report !== undefined) process.stdout.write(writeReport(file, report, settings, cores));
  }
  await endAll();
}

function partsOf(names: readonly string[]): readonly (readonly [string, Part])[] {
  if (names.length === 0) return Object.entries(PARTS).slice(0, 1);
  if (names.includes('all')) return Object.entries(PARTS);
  return names.map((name) => {
    const part = PARTS[name];
    if (part === undefined) throw new UsageError(`There is no part ${name}: npm run bench -- --help lists them.`);
    return [name, part] as const;
  });
}

function settingsOf({ defaults, isOfOneNode }: Part, given: Partial<Settings>): Settings {
  const { store, visitors, nodes, ...settings } = { ...DEFAULTS, ...defaults, ...given };
  const counts = { visitors: asManyAsAllowed(visitors, given.visitors), nodes: isOfOneNode ? 1 : nodes };
  return { ...settings, ...counts, store: counts.nodes > 1 ? 'postgres' : store };
}

/** @throws UsageError when this system allows fewer than were asked for; where nobody asked, fewer will do */
function asManyAsAllowed(wanted: number, given: number | undefined): number {
  const allowed = connectionsAllowed();
  if (wanted <= allowed) return wanted;
  const why = `a process may hold ${allowed} connections to visitors: raise the limit of open files (ulimit -n)`;
  if (given !== undefined) throw new UsageError(`--visitors ${given}: ${why}, or ask for fewer`);
  process.stderr.write(`Fewer visitors than ${wanted}: ${why} for all of them.\n`);
  return Math.floor(allowed / 100) * 100;
}

function durationOf(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 2 ? `${Math.round(seconds)} seconds` : `${minutes} minutes`;
}

async function fail(error: unknown): Promise<void> {
  if (isBreakingOff()) return;
  await endAll();
  const isUsage = error instanceof UsageError;
  process.stderr.write(`\n${isUsage ? error.message : told(error)}\n`);
  process.exit(isUsage ? EXIT_USAGE : 1);
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
