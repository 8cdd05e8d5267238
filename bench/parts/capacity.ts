import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endsWith } from '../machine/endings.js';
import { moveTo } from '../machine/cores.js';
import type { Bench, Part } from './part.js';

/** Measures with the tools of the cluster tests, and writes bench/figures.json and a table itself. */
export const capacity: Part = {
  says: 'what a node of each tier carries, and what a million visitors take: writes bench/figures.json',
  defaults: {},
  isOfOneNode: true,
  duration: () => 100,
  async run({ cores, progress }: Bench): Promise<undefined> {
    progress.step('capacity');
    progress.clear();
    const child = spawn(process.execPath, ['bench/capacity.mjs'], {
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const { pid = 0 } = child;
    if (cores.generator !== undefined) moveTo(cores.all, [pid]);
    // With all that it has started: they are a group of their own.
    const stop = endsWith(async () => void (child.exitCode === null && process.kill(-pid)));
    const [code, signal] = await once(child, 'exit');
    await stop();
    if (code !== 0) throw new Error(`capacity failed (${code ?? signal})`);
  },
};
