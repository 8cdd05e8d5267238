import { PARTS } from './parts/index.js';
import { DEFAULTS, type Settings } from './settings.js';

/** What each option is, and what it is when it is left out. */
const OPTIONS = {
  visitors: ['N', 'connected visitors; growth: the most of them'],
  rate: ['N', 'engagements a second where their pace is given'],
  seconds: ['N', 'how long each measurement takes; soak: the whole of it; visitors: how long they idle'],
  rounds: ['N', 'how often each system, or view, is measured: comparison, console'],
  requesters: ['N', 'engages under way at once in a closed loop'],
  store: ['sqlite|postgres', 'what the gateway stores in; a PostgreSQL is started for the run'],
  nodes: ['1..4', 'gateways over one PostgreSQL and Redis: comparison, soak; nodes: the most of them'],
  systems: ['bare,gateway', 'what is measured: comparison, visitors'],
  attempts: ['N', 'stored attempts at most: growth'],
  out: ['FOLDER', 'where the results go'],
} as const satisfies Record<keyof Settings, readonly [string, string]>;

export function helpText(): string {
  const parts = Object.entries(PARTS).map(([name, { says }]) => `  ${name.padEnd(12)}${says}`);
  const options = Object.entries(OPTIONS).map(([name, [value, says]]) => {
    const option = `--${name} ${value}`.padEnd(26);
    return `  ${option}${says} (${defaultsOf(name as keyof Settings)})`;
  });
  return [
    'npm run bench -- [part ...] [options]',
    '',
    'Measures the built service. Parts, the first of which is what runs when none is named:',
    '',
    ...parts,
    `  ${'all'.padEnd(12)}every part`,
    '',
    'Options, and their values when they are left out:',
    '',
    ...options,
    `  ${'--help'.padEnd(26)}this`,
    '',
    'docs/performance.md says what each figure means.',
    '',
  ].join('\n');
}

/** Of all parts, and of those that have one of their own. */
function defaultsOf(option: keyof Settings): string {
  const own = Object.entries(PARTS).flatMap(([name, { defaults }]) =>
    defaults[option] === undefined ? [] : [`${name}: ${String(defaults[option])}`],
  );
  return [String(DEFAULTS[option]), ...own].join('; ');
}
