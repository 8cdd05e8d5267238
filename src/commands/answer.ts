import type { Command } from 'commander';
import type { Surroundings } from './surroundings.js';

interface JsonOption {
  readonly json?: true;
}

/** Gives a command its --json. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print the result as JSON');
}

/** Prints a result: as JSON, or in words. */
export function answer(
  { out }: Pick<Surroundings, 'out'>,
  { json }: JsonOption,
  result: unknown,
  inWords: string,
): void {
  out(json === true ? `${JSON.stringify(result, null, 2)}\n` : inWords);
}
