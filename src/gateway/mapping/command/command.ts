import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigurationError, type Environment, readConfiguration } from '../../../config/index.js';
import { Fault } from '../../../faults/index.js';
import { parseBody } from '../../http/parse-body.js';
import { MappingError } from '../mapping-file.js';
import { type MappingSettings, ProfileMapping } from '../profile-mapping.js';
import { reportOf } from './report.js';
import { type Trial, tryMapping } from './trial.js';

/** Whom a command speaks to, and what it knows of its surroundings. */
export interface CommandContext {
  readonly environment: Environment;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const HELP = `npm run mapping -- <mapping.json> <sample> [options]

Tries a mapping file on the body of a call: {"ixnProfile": {…}} or {"cancelData": {…}}, as JSON or as a form. Prints what
results from it, where it comes from, what is kept in data, and every fault.

  --unknown-fields refuse|data  what becomes of members that are no fields (UNKNOWN_FIELDS, or refuse)
  --json                        prints the same as JSON
  --help                        this

The exit status is 0 where the service would take the body, and 1 where it would not, or where the mapping file itself will
not do. MAX_DATA_BYTES and MAX_DATA_LEVELS hold as they do for the service. docs/mapping.md says what a mapping file holds.
`;

/** It cannot be tried at all. */
class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** @returns the exit status */
export function runMappingCommand(args: readonly string[], { environment, out, err }: CommandContext): number {
  try {
    const { help, json, files, unknownFields } = argumentsIn(args);
    if (help) {
      out(HELP);
      return 0;
    }
    const trial = trialOf(files, settingsIn(environment, unknownFields));
    out(json ? `${JSON.stringify(trial, null, 2)}\n` : reportOf(trial));
    return trial.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof ConfigurationError)) throw error;
    err(`${error.message}\n`);
    return 1;
  }
}

interface Arguments {
  readonly help: boolean;
  readonly json: boolean;
  readonly files: readonly string[];
  readonly unknownFields: string | undefined;
}

function argumentsIn(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'unknown-fields': { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    const { help = false, json = false, 'unknown-fields': unknownFields } = values;
    return { help, json, files: positionals, unknownFields };
  } catch (error) {
    throw new CommandError(`${messageOf(error)}\n\n${HELP}`);
  }
}

/** The settings that count here, as the service reads them. */
function settingsIn(environment: Environment, unknownFields: string | undefined): MappingSettings {
  const { MAX_BODY_BYTES, MAX_DATA_BYTES, MAX_DATA_LEVELS, UNKNOWN_FIELDS } = environment;
  return readConfiguration({
    MAX_BODY_BYTES,
    MAX_DATA_BYTES,
    MAX_DATA_LEVELS,
    UNKNOWN_FIELDS: unknownFields ?? UNKNOWN_FIELDS,
  });
}

function trialOf(files: readonly string[], settings: MappingSettings): Trial {
  const [mappingFile, sampleFile, ...others] = files;
  if (mappingFile === undefined || sampleFile === undefined || others.length > 0)
    throw new CommandError(`Name a mapping file and a sample, and nothing else.\n\n${HELP}`);
  const trial = tryMapping(mappingIn(mappingFile, settings), bodyIn(sampleFile), settings);
  if (trial !== undefined) return trial;
  throw new CommandError(
    `${sampleFile} is no body of a call: it must be a JSON object with ixnProfile or cancelData in it`,
  );
}

function mappingIn(file: string, settings: MappingSettings): ProfileMapping {
  try {
    return ProfileMapping.in(file, settings);
  } catch (error) {
    if (error instanceof MappingError) throw new CommandError(`${file} will not do: ${error.message}`);
    throw error;
  }
}

function bodyIn(file: string): unknown {
  const bytes = bytesOf(file);
  const isForm = /^\w+=/.test(bytes.toString('latin1', 0, 100));
  try {
    return parseBody(isForm ? 'application/x-www-form-urlencoded' : 'application/json', bytes);
  } catch (error) {
    if (error instanceof Fault) throw new CommandError(`${file} is no body of a call: ${error.message}`);
    throw error;
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
