import { parentPort, workerData } from 'node:worker_threads';
import { commitTogether } from './group-commit.js';
import type { Committed, Opening, Request } from './operations.js';
import { SqliteFile } from './sqlite-file.js';
import { operationsOn } from './operations-on.js';

/** The store's thread: opens the file that it was given, then answers one batch of calls after the other. */

const port = parentPort;
if (port === null || typeof workerData !== 'string')
  throw new Error('runs as a worker thread, with the path of a file');

const say = (message: Opening | Committed): void => port.postMessage(message);

/** When the log is emptied that somebody else was still using, in milliseconds. */
const EMPTY_LOG_AFTER_MS = 1_000;

let emptyingLog: NodeJS.Timeout | undefined;

/** At once, or else as soon as nobody uses what is in it. */
function emptyLog(file: SqliteFile): void {
  clearTimeout(emptyingLog);
  if (!file.emptyLog()) emptyingLog = setTimeout(() => emptyLog(file), EMPTY_LOG_AFTER_MS);
}

try {
  const file = await SqliteFile.open(workerData);
  const operations = operationsOn(file);
  port.on('message', (request: Request) => {
    if (request === 'close') {
      clearTimeout(emptyingLog);
      file.close();
      port.close();
      return;
    }
    const commitsMs: number[] = [];
    const reply = commitTogether(file, operations, request.calls, (ms) => commitsMs.push(ms));
    if (request.calls.some(({ name }) => name === 'completeErasure')) emptyLog(file);
    say({ reply, commitsMs });
  });
  say({ opened: true, migrated: file.migrated });
} catch (error) {
  say({ opened: false, message: error instanceof Error ? error.message : String(error) });
}
