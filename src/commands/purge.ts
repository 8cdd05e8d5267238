import { type Command, InvalidArgumentError } from 'commander';
import { readConfiguration } from '../config/index.js';
import { answer, withJson } from './answer.js';
import { Progress } from './progress.js';
import type { Surroundings } from './surroundings.js';

/** How many attempts one step forgets: few enough to be in nobody's way. */
const BATCH = 1_000;

const DAY_MS = 86_400_000;

/** `purge`: what is too old, at once. */
export function addPurge(program: Command, surroundings: Surroundings): void {
  withJson(program.command('purge'))
    .description(
      'forget attempts that ended longer ago than this, with all that is kept of them; beside a service that runs, or without one',
    )
    .requiredOption('--older-than <days>', 'how many days', wholeDays)
    .action(async (options: { readonly json?: true; readonly olderThan: number }) => {
      const { openStore } = await import('../store/index.js');
      const { store, clock } = await openStore(readConfiguration(surroundings.environment));
      const progress = new Progress(surroundings);
      let attempts = 0;
      try {
        const endedBefore = clock.now() - options.olderThan * DAY_MS;
        for (;;) {
          const forgotten = await store.purge(endedBefore, BATCH);
          attempts += forgotten;
          progress.tell(`${attempts} attempts are forgotten`);
          if (forgotten < BATCH) break;
        }
      } finally {
        progress.end();
        await store.close();
      }
      answer(surroundings, options, { attempts }, `${attempts} attempts are forgotten.\n`);
    });
}

function wholeDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of days.');
  return Number(text);
}
