import { type Call, type CallResult, type Operations, perform, type Reply } from './operations.js';
import type { SqliteFile } from './sqlite-file.js';

/**
 * Makes the calls of a batch in one transaction, so that they share one commit. When one of them fails, or the commit
 * does, each is made again in a transaction of its own: a call that cannot be done takes no other with it. When no
 * transaction can be had, because somebody else holds the database, all fail at once: each would only wait for it again.
 */
export function commitTogether(file: SqliteFile, operations: Operations, calls: readonly Call[]): Reply {
  try {
    file.execute('begin immediate');
  } catch (error) {
    return calls.map(() => failure(error));
  }
  try {
    const reply: Reply = calls.map((call) => ({ ok: true, output: perform(operations, call) }));
    file.execute('commit');
    return reply;
  } catch (error) {
    rollBack(file);
    return calls.length === 1 ? [failure(error)] : calls.flatMap((call) => commitTogether(file, operations, [call]));
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

function failure(error: unknown): CallResult {
  return { ok: false, message: error instanceof Error ? error.message : String(error) };
}
