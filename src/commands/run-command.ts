import { Command, CommanderError } from 'commander';
import { ConfigurationError, VERSION } from '../config/index.js';
import { StoreUnavailableError } from '../engagement/model.js';
import { addAttempts } from './attempts.js';
import { addConfig } from './config.js';
import { addDeliveries } from './deliveries.js';
import { addMigrate } from './migrate.js';
import { addPurge } from './purge.js';
import { DEFAULT_URL } from './operator-api.js';
import { CommandError, type Surroundings } from './surroundings.js';
import { addToken } from './token.js';
import { addVisits } from './visits.js';

/** Exit statuses: what was asked for cannot be done, or makes no sense; and those of sysexits.h that the service has too. */
const FAILED = 1;
const MISUSED = 2;
const EXIT_UNAVAILABLE = 69;
const EXIT_MISCONFIGURED = 78;

const ABOUT = `What an operator types.

Commands that ask a running service, as an operator: attempts, deliveries, endpoints, export, erase, erasures.
They take its address from GATEWAY_URL (${DEFAULT_URL}), and the key from OPERATOR_KEY or OPERATOR_KEY_FILE;
on a node, the first of its OPERATOR_KEYS will do.

Commands that work without one, with its settings: config, migrate, purge, token.
Settings come from the environment and from a .env file in this directory.`;

const STATUSES = `
With --json, a command prints one JSON value on standard output; export always
does. Progress and complaints are on standard error. The exit status is 0 when
it is done, 1 when it cannot be, 2 for a command that there is not, 69 when the
database cannot be reached (by it, or by the service that it asks), and 78 for
a setting that will not do.`;

/** @returns the exit status */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    await programIn(surroundings).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
    if (!isExpected(error)) throw error;
    surroundings.err(`${error.message}\n`);
    if (error instanceof ConfigurationError) return EXIT_MISCONFIGURED;
    return error instanceof StoreUnavailableError ? EXIT_UNAVAILABLE : FAILED;
  }
}

/** What only some commands need is loaded by those: most of the service is much to load for a `--help`. */
function programIn(surroundings: Surroundings): Command {
  const program = new Command('engagement-gateway')
    .description(ABOUT)
    .version(VERSION, '--version', 'print the version')
    .addHelpText('after', STATUSES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.out(text),
      writeErr: (text) => void surroundings.err(text),
    })
    .showHelpAfterError('(--help says how)');
  for (const add of [addConfig, addMigrate, addToken, addAttempts, addVisits, addDeliveries, addPurge])
    add(program, surroundings);
  for (const command of program.commands) inherit(command, program);
  return program;
}

/** Also of commands within commands. */
function inherit(command: Command, from: Command): void {
  command.copyInheritedSettings(from);
  for (const inner of command.commands) inherit(inner, from);
}

function isExpected(error: unknown): error is Error {
  return error instanceof CommandError || error instanceof ConfigurationError || error instanceof StoreUnavailableError;
}
