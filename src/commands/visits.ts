import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { answer, withJson } from './answer.js';
import { fileTrouble } from './file-trouble.js';
import { OperatorApi } from './operator-api.js';
import { counted, tableOf } from './printing.js';
import { queryOf } from './query.js';
import type { Surroundings } from './surroundings.js';

interface Erasure {
  readonly erasureId: string;
  readonly at: string;
  readonly completedAt: string | null;
  readonly actor: string | null;
  readonly attempts: number;
}

/** `export`, `erase` and `erasures`: what is kept about a visit. */
export function addVisits(program: Command, surroundings: Surroundings): void {
  program
    .command('export')
    .description('print everything that is kept about a visit, as JSON')
    .argument('<visitId>')
    .option('--output <file>', 'write it there, for the owner’s eyes only')
    .action(async (visitId: string, { output }: { readonly output?: string }) => {
      const records = await OperatorApi.of(surroundings).call('GET', `visits${queryOf({ visitId })}`);
      const text = `${JSON.stringify(records, null, 2)}\n`;
      if (output === undefined) surroundings.out(text);
      else writeNew(output, text);
    });
  withJson(program.command('erase'))
    .description('erase everything that is kept about a visit; that it was erased is kept')
    .argument('<visitId>')
    .requiredOption('--yes', 'it is meant: nothing brings it back')
    .action(async (visitId: string, options: { readonly json?: true }) => {
      const erasure = await OperatorApi.of(surroundings).call<Erasure>('DELETE', `visits${queryOf({ visitId })}`);
      answer(
        surroundings,
        options,
        erasure,
        `Erased ${counted(erasure.attempts, 'attempt')}, as ${erasure.erasureId}.\n`,
      );
    });
  withJson(program.command('erasures'))
    .description('erasures, the latest first')
    .option('--limit <count>', 'how many at most, 1 to 200', '50')
    .option('--cursor <cursor>', 'go on from here')
    .action(async (options: { readonly json?: true; readonly limit: string; readonly cursor?: string }) => {
      const query = queryOf({ limit: options.limit, cursor: options.cursor });
      const found = await OperatorApi.of(surroundings).call<{
        readonly erasures: readonly Erasure[];
      }>('GET', `erasures${query}`);
      const rows = found.erasures.map((each) => [each.at, each.erasureId, each.actor, each.attempts, each.completedAt]);
      answer(surroundings, options, found, tableOf(['began', 'erasure', 'by', 'attempts', 'over'], rows));
    });
}

/** A file that is there may be somebody else's. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw fileTrouble(file, error);
  }
}
