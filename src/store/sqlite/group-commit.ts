import { StoreUnavailableError } from '../../engagement/model.js';
import {
  type Call,
  type FailedCall,
  type InTransactions,
  type Operations,
  perform,
  READING,
  type Reply,
} from './operations.js';
import type { SqliteFile } from './sqlite-file.js';

/**
 * Makes the calls of a batch in one transaction, so that they share one commit. When one of them fails, or the commit
 * does, each is made again in a transaction of its own: a call that cannot be done takes no other with it. When no
 * transaction can be had, because somebody else holds the database or has removed it, all fail at once: each would only wait
 * for it again.
 *
 * @param committed learns how long each commit took that had something to write, in milliseconds
 */
export function commitTogether(
  file: SqliteFile,
  operations: Operations & InTransactions,
  calls: readonly Call[],
  committed: (ms: number) => void = () => undefined,
): Reply {
  const changesBefore = file.changeCount;
  const isReading = calls.every(({ name }) => READING.has(name));
  try {
    if (!isReading) file.checkIsThere();
    file.execute(isReading ? 'begin' : 'begin immediate');
  } catch (error) {
    return calls.map(() => failure(error));
  }
  try {
    operations.begin();
    const reply: Reply = calls.map((call) => ({ ok: true, output: perform(operations, call) }));
    const begun = performance.now();
    file.execute('commit');
    if (file.changeCount > changesBefore) committed(performance.now() - begun);
    return reply;
  } catch (error) {
    rollBack(file);
    operations.rolledBack();
    if (calls.length === 1) return [failure(error)];
    return calls.flatMap((call) => commitTogether(file, operations, [call], committed));
  }
}

/** Some failures, a full disk among them, have rolled back already. */
function rollBack(file: SqliteFile): void {
  try {
    file.execute('rollback');
  } catch {
    // There was no transaction left to roll back.
  }
}

function failure(error: unknown): FailedCall {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, kind: isUnavailable(error) ? 'unavailable' : 'failed', message };
}

/** What SQLite reports when the file or the disk is at fault; the rest is the service's own mistake. */
const UNAVAILABLE =
  /^SQLITE_(BUSY|LOCKED|IOERR|FULL|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PERM|AUTH|PROTOCOL|INTERRUPT)/;

function isUnavailable(error: unknown): boolean {
  if (error instanceof StoreUnavailableError) return true;
  return error instanceof Error && 'code' in error && UNAVAILABLE.test(String(error.code));
}
