import { parseArgs } from 'node:util';
import { STORE_KINDS, type StoreKind } from './systems/store.js';

export const SYSTEM_NAMES = ['bare', 'gateway'] as const;

export type SystemName = (typeof SYSTEM_NAMES)[number];

/** What a part works with. */
export interface Settings {
  readonly visitors: number;
  /** Engagements a second where their pace is given. */
  readonly rate: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly requesters: number;
  readonly nodes: number;
  readonly attempts: number;
  readonly store: StoreKind;
  readonly systems: readonly SystemName[];
  /** Folder for the results. */
  readonly out: string;
}

export const DEFAULTS: Settings = {
  visitors: 1_000,
  rate: 300,
  seconds: 4,
  rounds: 3,
  requesters: 32,
  nodes: 1,
  attempts: 5_000_000,
  store: 'sqlite',
  systems: SYSTEM_NAMES,
  out: 'bench/results',
};

/** What an option takes, least and most. */
const RANGES = {
  visitors: [1, 25_000],
  rate: [1, 10_000],
  seconds: [0.1, 3_600],
  rounds: [1, 100],
  requesters: [1, 1_000],
  nodes: [1, 4],
  attempts: [0, 20_000_000],
} as const satisfies Partial<Record<keyof Settings, readonly [number, number]>>;

export interface CommandLine {
  readonly help: boolean;
  readonly parts: readonly string[];
  readonly given: Partial<Settings>;
}

/** A command line that cannot be understood. Its message is for whoever typed it. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parsed(args);
  const { help = false, store, systems, out } = values;
  const numbers = Object.entries(RANGES).flatMap(([name, range]) => {
    const text = values[name as keyof typeof RANGES];
    return text === undefined ? [] : [[name, numberOf(name, text, range)] as const];
  });
  const given: Partial<Settings> = {
    ...Object.fromEntries(numbers),
    ...(store === undefined ? {} : { store: oneOf('store', store, STORE_KINDS) }),
    ...(systems === undefined
      ? {}
      : { systems: systems.split(',').map((name) => oneOf('systems', name, SYSTEM_NAMES)) }),
    ...(out === undefined ? {} : { out }),
  };
  if ((given.nodes ?? 1) > 1 && given.store === 'sqlite')
    throw new UsageError('--nodes: several nodes share a PostgreSQL; leave --store out');
  return { help, parts: positionals, given };
}

function parsed(args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(args);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    help: { type: 'boolean', short: 'h' },
    visitors: text,
    rate: text,
    seconds: text,
    rounds: text,
    requesters: text,
    nodes: text,
    attempts: text,
    store: text,
    systems: text,
    out: text,
  } as const;
  return parseArgs({ args: [...args], allowPositionals: true, options });
}

function numberOf(name: string, text: string, [least, most]: readonly [number, number]): number {
  const number = Number(text);
  if ((Number.isInteger(number) || name === 'seconds') && number >= least && number <= most) return number;
  throw new UsageError(`--${name}: a number from ${least} to ${most} is expected, not ${text}`);
}

function oneOf<T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`--${name}: ${known.join(' or ')} is expected, not ${text}`);
  return found;
}
