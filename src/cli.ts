#!/usr/bin/env node
import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { runCommand } from './commands/index.js';
import { logToStandardError } from './logging/index.js';

/** The command line: `node dist/cli.js --help`. */

const fromFile = statSync('.env', { throwIfNoEntry: false })?.isFile() ? parseEnv(readFileSync('.env', 'utf8')) : {};

logToStandardError();

// Who reads less than there is, such as head, ends it.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: { ...fromFile, ...process.env },
  fromFile: new Set(Object.keys(fromFile).filter((name) => !(name in process.env))),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  showsProgress: process.stderr.isTTY,
});
