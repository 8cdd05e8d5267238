import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aTestDirectory } from '../../support/directory.js';

const START = fileURLToPath(new URL('../../../bench/start.mjs', import.meta.url));

/** So little that nothing can be told from it. */
const LITTLE = ['--seconds', '0.3', '--rounds', '1', '--rate', '30', '--requesters', '4'];

export interface BenchRun {
  readonly code: number;
  /** The table, and where the rest was written. */
  readonly stdout: string;
  readonly stderr: string;
  /** What is in the JSON file of a part. */
  readonly result: (part: string) => BenchResult;
  /** What is in its picture. */
  readonly picture: (part: string) => string;
}

export interface BenchResult {
  readonly part: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Runs the benchmark until it has measured. @throws Error that tells what it wrote when it could not */
export async function measure(...args: readonly string[]): Promise<BenchRun> {
  const run = await runBench(...args);
  if (run.code !== 0) throw new Error(`the benchmark ended with ${run.code}: ${run.stderr}`);
  return run;
}

/** Runs the benchmark to its end, with results in a directory of the test's own. */
export async function runBench(...args: readonly string[]): Promise<BenchRun> {
  const directory = aTestDirectory();
  const child = spawn(process.execPath, [START, ...LITTLE, '--out', directory, ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  const textIn = (name: string): string => readFileSync(join(directory, name), 'utf8');
  return {
    code: Number(code),
    stdout,
    stderr,
    result: (part) => JSON.parse(textIn(`${part}.json`)) as BenchResult,
    picture: (part) => textIn(`${part}.svg`),
  };
}
