import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type Configuration, readConfiguration } from '../config/index.js';
import { answer, withJson } from './answer.js';
import { counted } from './printing.js';
import { Progress } from './progress.js';
import { CommandError, type Surroundings } from './surroundings.js';

/** How many attempts one step forgets: few enough to be in nobody's way. */
const BATCH = 1_000;

const DAY_MS = 86_400_000;

interface PurgeOptions {
  readonly json?: true;
  readonly olderThan: number;
  readonly yes?: true;
}

/** `purge`: what is too old, at once. */
export function addPurge(program: Command, surroundings: Surroundings): void {
  withJson(program.command('purge'))
    .description(
      'forget attempts that ended longer ago than this, with all that is kept of them: visitors’ wishes not to be asked ' +
        'again, and the answers from which quiet periods run, go too; beside a service that runs, or without one',
    )
    .requiredOption('--older-than <days>', 'how many days', wholeDays)
    .option('--yes', 'it is meant: asked for below one day, where everything that has ended goes')
    .action(async (options: PurgeOptions, command: Command) => {
      if (options.olderThan < 1 && options.yes === undefined)
        command.error('error: --older-than 0 forgets everything that has ended: --yes says that it is meant');
      const configuration = readConfiguration(surroundings.environment);
      refuseToMake(configuration);
      const { openStore } = await import('../store/index.js');
      const { store, clock } = await openStore(configuration);
      const progress = new Progress(surroundings);
      let [attempts, undelivered] = [0, 0];
      try {
        const endedBefore = clock.now() - options.olderThan * DAY_MS;
        for (;;) {
          const begun = performance.now();
          const forgotten = await store.purge(endedBefore, BATCH);
          attempts += forgotten.attempts;
          undelivered += forgotten.undelivered;
          progress.tell(`forgotten: ${counted(attempts, 'attempt')}`);
          if (forgotten.attempts < BATCH) break;
          // A service beside it gets to its database too.
          await delay(performance.now() - begun);
        }
      } catch (error) {
        progress.end();
        if (attempts > 0)
          surroundings.err(`Forgotten: ${counted(attempts, 'attempt')}; one purge more goes on from there.\n`);
        throw error;
      } finally {
        progress.end();
        await store.close();
      }
      const lost = undelivered === 0 ? '' : `, and ${counted(undelivered, 'webhook')} that nobody is told any more`;
      answer(surroundings, options, { attempts, undelivered }, `Forgotten: ${counted(attempts, 'attempt')}${lost}.\n`);
    });
}

/** A database that is not there is a wrong `DATABASE_URL`, or a wrong directory, rather than an empty one. */
function refuseToMake({ database }: Pick<Configuration, 'database'>): void {
  if (database.kind !== 'sqlite' || existsSync(database.file)) return;
  throw new CommandError(
    `There is no database ${database.file}, and so nothing to forget: is DATABASE_URL the service’s, and this its directory?`,
  );
}

function wholeDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of days.');
  return Number(text);
}
