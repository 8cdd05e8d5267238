import { type Call, type CallResult, type Operations, perform, type Reply } from './operations.js';
import type { SqliteFile } from './sqlite-file.js';

/**
 * Makes the calls of a batch in one transaction, so that they share one commit. When one of them fails, or the commit
 * does, each is made again in a transaction of its own: a call that cannot be done takes no other with it.
 */
export function commitTogether(file: SqliteFile, operations: Operations, calls: readonly Call[]): Reply {
  try {
    return inTransaction(file, () => calls.map((call) => ({ ok: true, output: perform(operations, call) })));
  } catch (error) {
    return calls.length === 1 ? [failure(error)] : calls.flatMap((call) => commitTogether(file, operations, [call]));
  }
}

function inTransaction<T>(file: SqliteFile, work: () => T): T {
  file.execute('begin immediate');
  try {
    const result = work();
    file.execute('commit');
    return result;
  } catch (error) {
    rollBack(file);
    throw error;
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
