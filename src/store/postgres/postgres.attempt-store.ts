import {
  type ActiveAttempt,
  type Attempt,
  type AttemptDetails,
  type AttemptQuery,
  AttemptStore,
  type Cancellation,
  type CancelResult,
  type Change,
  type DispositionResult,
  type EndedAttempt,
  type Moment,
  type NewAttempt,
  type RecordedDisposition,
  type StartResult,
  type VisitCancellation,
  type VisitConflict,
  type YoungAttempt,
} from '../../engagement/model.js';
import {
  activeOf,
  attemptOf,
  detailsOf,
  type DetailsRow,
  endedOf,
  type HeaderRow,
  isDue,
  rowOf,
  youngOf,
  type YoungRow,
} from '../attempt-rows.js';
import { conditionsOf, leastIdOf } from '../attempt-conditions.js';
import type { AttemptsTable } from '../schema.js';
import { Batches } from './batches.js';
import type { Calls } from './calls.js';
import { cancelInteraction } from './cancellations.js';
import { changeOf, type ChangedRow, endOf, type Start, textOf } from './changes.js';
import type { Database } from './database.js';
import { isPlain, recordBeside, sentOf } from './dispositions.js';
import { untilSettled } from './settled.js';
import { startBeside } from './starts.js';
import * as statements from './statements.js';

/** How many batches of one kind are under way at once. */
const LANES = 2;

/** Attempts in a PostgreSQL database, which any number of nodes share. */
export class PostgresAttemptStore extends AttemptStore {
  private readonly starts: Batches<Start, boolean>;
  private readonly reports: Batches<RecordedDisposition, Change | undefined>;

  /** @param clock stops with the store */
  constructor(
    private readonly database: Database,
    private readonly calls: Calls,
    private readonly clock: { stop(): void },
  ) {
    super();
    this.starts = new Batches(
      (starts) => untilSettled(() => this.insert(starts)),
      ({ row }) => row.attempt_id,
      LANES,
    );
    this.reports = new Batches(
      (reports) => untilSettled(() => this.recordPlainly(reports)),
      ({ attemptId }) => attemptId,
      LANES,
    );
  }

  override start(attempt: NewAttempt, conflict: VisitConflict): Promise<StartResult> {
    return this.calls.make(async () => {
      const call = { row: rowOf(attempt, conflict !== 'allow'), actor: attempt.actor };
      if (await this.starts.call(call)) return { kind: 'started', replaced: [], due: [] };
      return this.calls.inTurn(attempt.visitId, () =>
        untilSettled(() => this.database.transaction((queries) => startBeside(queries, call, conflict))),
      );
    });
  }

  override cancelInteraction(cancellation: Cancellation): Promise<CancelResult> {
    return this.calls.make(() => untilSettled(() => cancelInteraction(this.database, cancellation)));
  }

  override cancelVisit(cancellation: VisitCancellation): Promise<readonly Change<EndedAttempt>[]> {
    const { visitId, at, actor, reason } = cancellation;
    return this.calls.make(async () => {
      const rows = await untilSettled(() =>
        this.database.all<ChangedRow>(statements.CANCEL_VISIT, [visitId, at, actor, reason]),
      );
      return rows.map(endOf).toSorted((one, other) => (one.attempt.attemptId > other.attempt.attemptId ? -1 : 1));
    });
  }

  override recordDisposition(report: RecordedDisposition): Promise<DispositionResult> {
    return this.calls.make(async () => {
      const change = isPlain(report) ? await this.reports.call(report) : undefined;
      if (change !== undefined) return { kind: 'advanced', change };
      return untilSettled(() => this.database.transaction((queries) => recordBeside(queries, report)));
    });
  }

  override endDue(at: Moment, limit: number): Promise<readonly Change<EndedAttempt>[]> {
    return this.calls.make(async () =>
      (await this.database.all<ChangedRow>(statements.END_DUE, [at, limit])).map(endOf),
    );
  }

  override find(attemptId: string): Promise<AttemptDetails | undefined> {
    return this.calls.make(async () => {
      const [row] = await this.database.all<DetailsRow>(statements.BY_ID, [attemptId]);
      return row && detailsOf(row, row.transitions);
    });
  }

  override list(query: AttemptQuery): Promise<readonly Attempt[]> {
    return this.calls.make(async () => {
      const conditions = conditionsOf(query);
      const sql = statements.listing(conditions.map(([condition]) => condition));
      const rows = await this.database.all<HeaderRow>(sql, [query.limit, ...conditions.map(([, value]) => value)]);
      return rows.map(attemptOf);
    });
  }

  override activeOf(visitId: string, at: Moment): Promise<readonly ActiveAttempt[]> {
    return this.calls.make(async () => {
      const rows = await this.database.all<AttemptsTable>(statements.ACTIVE_OF_VISIT, [visitId]);
      return rows.filter((row) => !isDue(row, at)).map(activeOf);
    });
  }

  override madeBetween(from: Moment, until: Moment, limit: number): Promise<readonly YoungAttempt[]> {
    return this.calls.make(async () => {
      const rows = await this.database.all<YoungRow>(statements.MADE_BETWEEN, [from, until, limit]);
      return rows.map(youngOf);
    });
  }

  override endedAmong(attemptIds: readonly string[]): Promise<readonly EndedAttempt[]> {
    return this.calls.make(async () =>
      (await this.database.all<HeaderRow>(statements.ENDED_AMONG, [attemptIds])).map(endedOf),
    );
  }

  override purge(endedBefore: Moment, limit: number): Promise<number> {
    return this.calls.make(async () => {
      const gone = await this.database.all(statements.PURGE, [leastIdOf(endedBefore), endedBefore, limit]);
      return gone.length;
    });
  }

  override ping(): Promise<void> {
    return this.calls.make(async () => {
      await this.database.all('select 1');
    });
  }

  override close(): Promise<void> {
    return this.calls.close(async () => {
      this.clock.stop();
      await this.database.close();
    });
  }

  private async insert(calls: readonly Start[]): Promise<readonly boolean[]> {
    const rows = await this.database.all<{ attempt_id: string }>(statements.START, [textOf(calls)]);
    const inserted = new Set(rows.map((row) => row.attempt_id));
    return calls.map(({ row }) => inserted.has(row.attempt_id));
  }

  private async recordPlainly(reports: readonly RecordedDisposition[]): Promise<readonly (Change | undefined)[]> {
    const rows = await this.database.all<ChangedRow>(statements.RECORD_PLAINLY, [JSON.stringify(reports.map(sentOf))]);
    const changes = new Map(rows.map((row) => [row.attempt_id, changeOf(row)]));
    return reports.map(({ attemptId }) => changes.get(attemptId));
  }
}
