import { reasonToSuppress, type StartResult } from '../../engagement/model.js';
import { endedOf, suppressedRowOf } from '../attempt-rows.js';
import type { AttemptsTable } from '../schema.js';
import { historyOf, historyQuestionOf, type HistoryRow } from '../visit-histories.js';
import { type Start, textOf } from './changes.js';
import type { Queries } from './database.js';
import * as statements from './statements.js';

/** An attempt has started, and ended no other. */
export const STARTED: StartResult = { kind: 'started', replaced: [], due: [] };

/** What an attempt that would start found at one moment. */
interface Look {
  readonly call: Start;
  /** Why it is suppressed; nothing when it may start. */
  readonly reason: string | undefined;
  /** Whether that decides it: its interaction is new, and nothing is active that might be answered a moment later. */
  readonly isPlain: boolean;
}

interface FoundRow extends HistoryRow {
  readonly attempt_id: string;
  readonly engaged: boolean;
  readonly known: boolean;
}

type IdRow = Pick<AttemptsTable, 'attempt_id'>;

/**
 * Starts attempts of as many visits, or suppresses them, with a few statements for all of them. Nobody else starts
 * anything for these visits between the look at their histories and the commit.
 *
 * @returns what became of each; nothing where more must be known
 */
export async function startByRules(
  queries: Queries,
  calls: readonly Start[],
): Promise<readonly (StartResult | undefined)[]> {
  await queries.all(statements.LOCK_VISITS, [calls.map(({ row }) => row.visit_id)]);
  const looks = (await lookAtVisits(queries, calls)).filter(({ isPlain }) => isPlain);
  const free = looks.filter(({ reason }) => reason === undefined).map(({ call }) => call);
  const stopped = looks.flatMap(({ reason, call }) =>
    reason === undefined ? [] : [suppressedRowOf(call.row, reason)],
  );

  const [started, suppressed] = [await insert(queries, free), await suppress(queries, stopped)];
  const results = new Map<string, StartResult>();
  for (const attemptId of started) results.set(attemptId, STARTED);
  for (const row of stopped)
    if (suppressed.has(row.attempt_id)) results.set(row.attempt_id, { kind: 'suppressed', attempt: endedOf(row) });
  return calls.map(({ row }) => results.get(row.attempt_id));
}

/** @param calls whose visits are locked */
export async function lookAtVisits(queries: Queries, calls: readonly Start[]): Promise<readonly Look[]> {
  const questions = calls.map(({ row, terms }) => ({
    ...historyQuestionOf(row, terms.limits),
    attempt_id: row.attempt_id,
    interaction_id: row.interaction_id,
  }));
  const found = await queries.all<FoundRow>(statements.LOOK_AT_VISITS, [JSON.stringify(questions)]);
  const rows = new Map(found.map((row) => [row.attempt_id, row]));
  return calls.map((call) => {
    const { row, terms } = call;
    const seen = rows.get(row.attempt_id);
    if (seen === undefined) throw new Error(`nothing came back about visit ${row.visit_id}`);
    const reason = reasonToSuppress(historyOf(seen), terms.limits, row.created_at) ?? terms.refusal ?? undefined;
    return { call, reason, isPlain: !seen.known && (!seen.engaged || terms.conflict === 'allow') };
  });
}

/**
 * @param patienceMs how long it waits for somebody else's change; as long as a statement may take when left out
 * @returns the ids of those that are on record now: nothing stood in their way
 * @throws OvertakenError when it has waited longer
 */
export async function insert(queries: Queries, calls: readonly Start[], patienceMs = 0): Promise<ReadonlySet<string>> {
  if (calls.length === 0) return new Set();
  return idsOf(await queries.all<IdRow>(statements.START, [textOf(calls), String(patienceMs)]));
}

/** @returns the ids of those that are on record now */
export async function suppress(queries: Queries, rows: readonly AttemptsTable[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const sent = textOf(rows.map((row) => ({ row, actor: null })));
  return idsOf(await queries.all<IdRow>(statements.SUPPRESS, [sent]));
}

function idsOf(rows: readonly IdRow[]): ReadonlySet<string> {
  return new Set(rows.map((row) => row.attempt_id));
}
