import { readFileSync } from 'node:fs';

/** Files and connections that a process has open beside those to visitors. */
const BESIDE = 200;

/** How many visitors a process may hold connections to, by the limit of its open files. */
export function connectionsAllowed(): number {
  const limit = /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit) - BESIDE;
}
