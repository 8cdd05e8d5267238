import { hostname } from 'node:os';
import { pino } from 'pino';
import { errorFactsOf } from './error-facts.js';
import { inOneLine } from './harmless.js';

/** Takes a line, with its end. */
export interface Lines {
  write(line: string): void;
}

/** What no line holds. The catalogue of events has no such facts; should one slip in, its value stays out. */
const NEVER_TOLD = [
  'authorization',
  'body',
  'cancelData',
  'clientData',
  'cookie',
  'data',
  'headers',
  'invitation',
  'ixnProfile',
  'key',
  'password',
  'secret',
  'token',
  'visitId',
];

/** One line of JSON for each event: its level by name, its time (RFC 3339), where it comes from, what it is. */
export function jsonLines(destination: Lines): pino.Logger {
  return pino(
    {
      // Which lines are written at all is decided once for all loggers, before one is asked.
      level: 'debug',
      base: { pid: process.pid, hostname: hostname() },
      timestamp: timeOfLine,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: (error: unknown) => errorFactsOf(error) },
      hooks: { streamWrite: inOneLine },
      redact: { paths: NEVER_TOLD, censor: '[left out]' },
    },
    destination,
  );
}

let now = Number.NaN;
let told = '';

/** Many lines share a millisecond. */
function timeOfLine(): string {
  const moment = Date.now();
  if (moment !== now) {
    now = moment;
    told = `,"time":"${new Date(moment).toISOString()}"`;
  }
  return told;
}
