import {
  type ActiveAttempt,
  type Attempt,
  type AttemptDetails,
  type AttemptQuery,
  type AttemptSearch,
  AttemptStore,
  type Cancellation,
  type CancelResult,
  type Change,
  type DispositionResult,
  type EndedAttempt,
  type FoundAttempts,
  type Moment,
  type NewAttempt,
  type OperatorCancellation,
  type OperatorCancelResult,
  type Purged,
  type RecordedDisposition,
  type StartResult,
  type StartTerms,
  type StopResult,
  type VisitCancellation,
  type Wish,
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
import { boundaryOf, foundIn, searchOf } from '../attempt-search.js';
import type { AttemptsTable } from '../schema.js';
import { Batches } from './batches.js';
import type { Calls } from './calls.js';
import { cancelAttempt, cancelInteraction } from './cancellations.js';
import { changeOf, type ChangedRow, endOf, type Start } from './changes.js';
import type { Database, Queries } from './database.js';
import { isPlain, recordBeside, sentOf } from './dispositions.js';
import { numbered } from './numbered.js';
import { insert, startByRules, STARTED } from './ruled-starts.js';
import { OvertakenError, untilSettled } from './settled.js';
import { startBeside, stopBeside } from './starts.js';
import * as statements from './statements.js';
import { keepWish } from './wishes.js';

/** How many batches of one kind are under way at once. */
const LANES = 2;

/**
 * How long a batch waits for what others are about to commit, in milliseconds: the database finds out much later that they
 * wait for each other.
 */
const PATIENCE_MS = 100;

/** How many visits one transaction locks at most: the database has room for some thousands of locks in all. */
const MOST_LOCKED = 100;

/** Batches, whatever calls are in them. */
type BatchesOfAny = Pick<Batches<never, never>, 'measures' | 'waitingCount'>;

/** Attempts in a PostgreSQL database, which any number of nodes share. */
export class PostgresAttemptStore extends AttemptStore {
  private readonly starts: Batches<Start, StartResult | undefined>;
  /** Starts that depend on their visits’ histories. */
  private readonly ruledStarts: Batches<Start, StartResult | undefined>;
  private readonly reports: Batches<RecordedDisposition, Change | undefined>;

  /** @param clock stops with the store */
  constructor(
    private readonly database: Database,
    private readonly calls: Calls,
    private readonly clock: { stop(): void },
  ) {
    super();
    this.starts = new Batches(
      (starts) => this.startPlainly(starts),
      ({ row }) => row.attempt_id,
      { lanes: LANES },
    );
    this.ruledStarts = new Batches(
      (starts) => untilSettled(() => this.database.transaction((queries) => startByRules(queries, starts))),
      // Of two that are for one visit, the second depends on what becomes of the first.
      ({ row }) => row.visit_id,
      { lanes: LANES, mostInBatch: MOST_LOCKED },
    );
    this.reports = new Batches(
      (reports) => untilSettled(() => this.recordPlainly(reports)),
      ({ attemptId }) => attemptId,
      { lanes: LANES },
    );
  }

  /** By what the calls in them are. */
  get batches(): ReadonlyMap<string, BatchesOfAny> {
    return new Map<string, BatchesOfAny>([
      ['starts', this.starts],
      ['ruled-starts', this.ruledStarts],
      ['reports', this.reports],
    ]);
  }

  override start(attempt: NewAttempt, terms: StartTerms): Promise<StartResult> {
    const call = startOf(attempt, terms);
    const isRuled = terms.limits !== null || terms.refusal !== null;
    return this.calls.make(
      async () => (await (isRuled ? this.ruledStarts : this.starts).call(call)) ?? this.inTurn(call, startBeside),
    );
  }

  override stop(attempt: NewAttempt, terms: StartTerms): Promise<StopResult | undefined> {
    return this.calls.make(() => this.inTurn(startOf(attempt, terms), stopBeside));
  }

  override cancelInteraction(cancellation: Cancellation): Promise<CancelResult> {
    return this.calls.make(() => untilSettled(() => cancelInteraction(this.database, cancellation)));
  }

  override cancelAttempt(cancellation: OperatorCancellation): Promise<OperatorCancelResult> {
    return this.calls.make(() => untilSettled(() => cancelAttempt(this.database, cancellation)));
  }

  override cancelVisit(cancellation: VisitCancellation): Promise<readonly Change<EndedAttempt>[]> {
    const { visitId, at, by, actor, reason } = cancellation;
    return this.calls.make(async () => {
      const rows = await untilSettled(() =>
        this.database.all<ChangedRow>(statements.CANCEL_VISIT, [visitId, at, actor, reason, by]),
      );
      return newestFirst(rows.map(endOf));
    });
  }

  override recordDisposition(report: RecordedDisposition): Promise<DispositionResult> {
    return this.calls.make(async () => {
      const change = isPlain(report) ? await this.reports.call(report) : undefined;
      if (change !== undefined) return { kind: 'advanced', change };
      return untilSettled(() => this.database.transaction((queries) => recordBeside(queries, report)));
    });
  }

  override dontAskAgain(wish: Wish): Promise<readonly Change<EndedAttempt>[]> {
    return this.calls.make(async () =>
      newestFirst(await untilSettled(() => this.database.transaction((queries) => keepWish(queries, wish)))),
    );
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

  override search(search: AttemptSearch): Promise<FoundAttempts> {
    return this.calls.make(async () => {
      const boundary = boundaryOf(search, 'postgres');
      const [lastSeen] = await this.database.all<HeaderRow>(numbered(boundary.sql), boundary.values);
      const found = searchOf(search, lastSeen?.attempt_id, 'postgres');
      const rows = await this.database.all<HeaderRow>(numbered(found.sql), found.values);
      return foundIn(rows, search, lastSeen?.attempt_id);
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

  override purge(endedBefore: Moment, limit: number): Promise<Purged> {
    return this.calls.make(async () => {
      // What settles deliveries may hold some that it takes, and wait for others.
      const [purged] = await untilSettled(() =>
        this.database.all<Purged>(statements.PURGE, [leastIdOf(endedBefore), endedBefore, limit]),
      );
      return purged ?? { attempts: 0, undelivered: 0 };
    });
  }

  override close(): Promise<void> {
    return this.calls.close(async () => {
      this.clock.stop();
      await this.database.close();
    });
  }

  private inTurn<Result>(call: Start, work: (queries: Queries, call: Start) => Promise<Result>): Promise<Result> {
    return this.calls.inTurn(call.row.visit_id, () =>
      untilSettled(() => this.database.transaction((queries) => work(queries, call))),
    );
  }

  /**
   * A batch in whose way others are gives way, and then goes on alone: many that wait for each other crosswise would be at
   * it for long.
   */
  private async startPlainly(calls: readonly Start[]): Promise<readonly (StartResult | undefined)[]> {
    const inserted = await insert(this.database, calls, PATIENCE_MS).catch((error: unknown) => {
      if (!(error instanceof OvertakenError)) throw error;
      return untilSettled(() =>
        this.database.transaction(async (queries) => {
          await queries.all(statements.GO_ON_ALONE);
          return insert(queries, calls);
        }),
      );
    });
    return calls.map(({ row }) => (inserted.has(row.attempt_id) ? STARTED : undefined));
  }

  private async recordPlainly(reports: readonly RecordedDisposition[]): Promise<readonly (Change | undefined)[]> {
    const rows = await this.database.all<ChangedRow>(statements.RECORD_PLAINLY, [JSON.stringify(reports.map(sentOf))]);
    const changes = new Map(rows.map((row) => [row.attempt_id, changeOf(row)]));
    return reports.map(({ attemptId }) => changes.get(attemptId));
  }
}

function startOf(attempt: NewAttempt, terms: StartTerms): Start {
  return { row: rowOf(attempt, terms.conflict !== 'allow'), actor: attempt.actor, terms };
}

function newestFirst(changes: readonly Change<EndedAttempt>[]): readonly Change<EndedAttempt>[] {
  return changes.toSorted((one, other) => (one.attempt.attemptId > other.attempt.attemptId ? -1 : 1));
}
