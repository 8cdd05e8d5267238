import {
  type Attempt,
  type Author,
  type Change,
  DONT_ASK_AGAIN,
  type EndedAttempt,
  endingWhenDue,
  hasEnded,
  isOutcome,
  judge,
  type Moment,
  reasonToSuppress,
} from '../../engagement/model.js';
import type { AttemptState, EndedState } from '../../contract/index.js';
import { conditionsOf, leastIdOf } from '../attempt-conditions.js';
import { boundaryOf, foundIn, searchOf } from '../attempt-search.js';
import {
  activeOf,
  ATTEMPT_COLUMNS,
  attemptOf,
  cancelledBeforeEngage,
  detailsOf,
  endedOf,
  HEADER_COLUMNS,
  type HeaderRow,
  isDue,
  type NewAttemptRow,
  shownAtOf,
  suppressedRowOf,
  youngOf,
  type YoungRow,
} from '../attempt-rows.js';
import type { AttemptsTable, TransitionsTable } from '../schema.js';
import { HISTORY_COLUMNS, historyOf, historyQuestionOf, type HistoryRow, IS_PAST } from '../visit-histories.js';
import type { AttemptOperations, Input, InTransactions, Output } from './operations.js';
import { RecentRows } from './recent-rows.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteForgetting } from './sqlite-forgetting.js';
import type { SqliteOutcomes } from './sqlite-outcomes.js';

interface Step<State extends AttemptState = AttemptState> {
  readonly to: State;
  readonly at: Moment;
  readonly by: Author;
  readonly actor: string | null;
  readonly reason: string | null;
}

/** What becomes of an attempt that there is, and that somebody cancels. */
type Cancelled = Exclude<Output<'cancelAttempt'>, { readonly kind: 'unknown' }>;

type Started = Extract<Output<'start'>, { readonly kind: 'started' }>;

interface Marks {
  readonly showingPages?: readonly string[];
  readonly endedBy?: string | null;
}

const EVERY_COLUMN = ATTEMPT_COLUMNS.join(', ');
const ANY = ATTEMPT_COLUMNS.map(() => '?').join(', ');

/** Attempts and their outcomes in an SQLite file. One thread calls these, each inside an open transaction. */
export class SqliteAttempts implements AttemptOperations, InTransactions {
  private readonly recent = new RecentRows();

  constructor(
    private readonly file: SqliteFile,
    private readonly outcomes: SqliteOutcomes,
    private readonly forgetting: SqliteForgetting,
  ) {}

  private readonly version = this.file.prepare<{ readonly data_version: number }>('pragma data_version');
  private seenVersion: number | undefined;

  private readonly insertAttempt = this.file.prepare(
    `insert into attempts (${EVERY_COLUMN}) values (${ANY}) on conflict do nothing`,
  );
  private readonly insertTransition = this.file.prepare(
    'insert into transitions (attempt_id, sequence, state, at, by, actor, reason, position) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  /** The place of the next outcome: this is the only connection that gives places. */
  private nextPosition = 1;
  private readonly updateStanding = this.file.prepare(
    `update attempts set state = ?, reason = ?, ended_at = ?, deadline = ?, transition_count = ?, showing_pages = ?, ended_by = ?
      where attempt_id = ?`,
  );
  private readonly updateShowingPages = this.file.prepare('update attempts set showing_pages = ? where attempt_id = ?');
  private readonly updateContent = this.file.prepare(
    `update attempts set visit_id = ?, page_id = ?, channel = ?, language = ?, rule_name = ?, expires_at = created_at + ?,
      trace_parent = ?, invitation = ?, data = ?, client_data = ? where attempt_id = ?`,
  );
  private readonly byId = this.file.prepare<AttemptsTable>(`select ${EVERY_COLUMN} from attempts where attempt_id = ?`);
  private readonly byInteraction = this.file.prepare<AttemptsTable>(
    `select ${EVERY_COLUMN} from attempts where interaction_id = ?`,
  );
  private readonly activeByVisit = this.file.prepare<AttemptsTable>(
    `select ${EVERY_COLUMN} from attempts where visit_id = ? and ended_at is null order by attempt_id`,
  );
  private readonly wish = this.file.prepare(
    'select 1 as wished from attempts where visit_id = ? and dont_ask_again = 1 limit 1',
  );
  private readonly engagementOrWish = this.file.prepare(
    `select 1 as engaged from attempts where visit_id = ? and ended_at is null
      union all select 1 from attempts where visit_id = ? and dont_ask_again = 1 limit 1`,
  );
  private readonly history = this.file.prepare<HistoryRow>(
    `select ${HISTORY_COLUMNS}
      from (select ? as visit_id, ? as exclusive, ? as at, ? as counts_after, ? as least_id) as sent
      left join attempts as past on ${IS_PAST}`,
  );
  private readonly keepWish = this.file.prepare('update attempts set dont_ask_again = 1 where attempt_id = ?');
  private readonly dueRows = this.file.prepare<AttemptsTable>(
    `select ${EVERY_COLUMN} from attempts where ended_at is null and deadline <= ? order by deadline limit ?`,
  );
  private readonly youngRows = this.file.prepare<YoungRow>(
    // SQLite would rather read everything that is active, and sort it.
    `select attempt_id, visit_id, created_at, state from attempts indexed by attempts_young
      where ended_at is null and created_at >= ? and created_at < ? order by created_at limit ?`,
  );
  private readonly endedRows = this.file.prepare<HeaderRow>(
    `select ${HEADER_COLUMNS.join(', ')} from attempts
      where attempt_id in (select value from json_each(?)) and ended_at is not null`,
  );
  private readonly oldRows = this.file.prepare<Pick<AttemptsTable, 'attempt_id'>>(
    'select attempt_id from attempts where attempt_id < ? and ended_at < ? order by attempt_id limit ?',
  );
  private readonly transitionsOf = this.file.prepare<TransitionsTable>(
    'select state, at, by, actor, reason from transitions where attempt_id = ? order by sequence',
  );

  /** Somebody else may have written to the file since the last one. */
  begin = (): void => {
    const version = this.version.one()?.data_version;
    if (version === this.seenVersion) return;
    this.recent.forgetAll();
    this.nextPosition = this.outcomes.last() + 1;
    this.seenVersion = version;
  };

  rolledBack = (): void => {
    this.recent.forgetAll();
  };

  start = (input: Input<'start'>): Output<'start'> => {
    const { row, actor } = input;
    if (this.isPlain(input) && this.insert(row, actor)) return { kind: 'started', replaced: [], due: [] };

    const stopped = this.stop(input);
    if (stopped !== undefined) return stopped;
    const room = this.makeRoom(input);
    if (!this.insert(row, actor)) throw new Error(`attempt ${row.attempt_id} cannot be stored`);
    return { kind: 'started', ...room };
  };

  stop = ({ row, terms }: Input<'stop'>): Output<'stop'> => {
    const known = this.byInteraction.one(row.interaction_id);
    if (known?.invitation === null) return { kind: 'overtaken', attempt: this.adopt(known, row) };
    if (known !== undefined)
      return { kind: 'known', attempt: detailsOf(known, this.transitionsOf.all(known.attempt_id)) };

    const at = row.created_at;
    const active = terms.conflict === 'reject' ? this.activeByVisit.all(row.visit_id) : [];
    const inTheWay = active.find((other) => !isDue(other, at));
    if (inTheWay !== undefined) return { kind: 'visit-engaged', attempt: attemptOf(inTheWay) };

    const reason = this.reasonOfVisit(row, terms) ?? terms.refusal;
    return reason === null ? undefined : { kind: 'suppressed', attempt: this.suppress(row, reason) };
  };

  cancelInteraction = (cancellation: Input<'cancelInteraction'>): Output<'cancelInteraction'> => {
    const { interactionId, reason, actor, at } = cancellation;
    const row = this.byInteraction.one(interactionId);
    if (row === undefined) return { kind: 'remembered', attempt: this.remember(cancellation) };
    return this.cancel(row, { to: 'cancelled', at, by: 'strategy', actor, reason });
  };

  cancelVisit = ({ visitId, reason, by, actor, at }: Input<'cancelVisit'>): Output<'cancelVisit'> =>
    this.activeByVisit
      .all(visitId)
      .map((row) => this.end(row, { to: 'cancelled', at, by, actor, reason }))
      .toReversed();

  cancelAttempt = ({ attemptId, reason, actor, at }: Input<'cancelAttempt'>): Output<'cancelAttempt'> => {
    const row = this.byId.one(attemptId);
    if (row === undefined) return { kind: 'unknown' };
    return this.cancel(row, { to: 'cancelled', at, by: 'operator', actor, reason });
  };

  recordDisposition = (report: Input<'recordDisposition'>): Output<'recordDisposition'> => {
    const { attemptId, visitId, dispositionId, reason, actor, at } = report;
    const row = this.recent.get(attemptId) ?? this.byId.one(attemptId);
    if (row === undefined || (visitId !== null && row.visit_id !== visitId)) return { kind: 'unknown' };
    if (isDue(row, at)) return { kind: 'overdue', change: this.endDueRow(row, at) };

    const showingPages: readonly string[] = JSON.parse(row.showing_pages);
    const verdict = judge({ state: row.state, showingPages, endedBy: row.ended_by }, report);
    switch (verdict.kind) {
      case 'advance': {
        const marks = { showingPages: verdict.showingPages, endedBy: dispositionId };
        return {
          kind: 'advanced',
          change: this.step(row, { to: verdict.to, at, by: 'visitor', actor, reason }, marks),
        };
      }
      case 'acknowledge': {
        const text = JSON.stringify(verdict.showingPages);
        if (text !== row.showing_pages) {
          this.updateShowingPages.run(text, attemptId);
          this.recent.forget(attemptId);
        }
        return { kind: 'acknowledged', attempt: attemptOf(row) };
      }
      case 'ended-otherwise':
      case 'out-of-order':
        return { kind: verdict.kind, attempt: attemptOf(row) };
    }
  };

  dontAskAgain = ({ attemptId, visitId, actor, at }: Input<'dontAskAgain'>): Output<'dontAskAgain'> => {
    const row = this.byId.one(attemptId);
    if (row === undefined || row.visit_id === null || row.visit_id !== (visitId ?? row.visit_id)) return [];
    this.keepWish.run(attemptId);
    return this.activeByVisit
      .all(row.visit_id)
      .filter((other) => other.attempt_id !== attemptId)
      .map((other) => this.end(other, { to: 'cancelled', at, by: 'visitor', actor, reason: DONT_ASK_AGAIN }))
      .toReversed();
  };

  endDue = ({ at, limit }: Input<'endDue'>): Output<'endDue'> =>
    this.dueRows.all(at, limit).map((row) => this.endDueRow(row, at));

  find = ({ attemptId }: Input<'find'>): Output<'find'> => {
    const row = this.byId.one(attemptId);
    return row && detailsOf(row, this.transitionsOf.all(attemptId));
  };

  list = (query: Input<'list'>): Output<'list'> => {
    const asked = conditionsOf(query);
    const where = asked.length === 0 ? '' : `where ${asked.map(([condition]) => condition).join(' and ')}`;
    return this.file
      .prepare<HeaderRow>(`select ${HEADER_COLUMNS.join(', ')} from attempts ${where} order by attempt_id desc limit ?`)
      .all(...asked.map(([, value]) => value), query.limit)
      .map(attemptOf);
  };

  search = (search: Input<'search'>): Output<'search'> => {
    const boundary = boundaryOf(search, 'sqlite');
    const lastSeen = this.file.prepare<Pick<AttemptsTable, 'attempt_id'>>(boundary.sql).one(...boundary.values);
    const found = searchOf(search, lastSeen?.attempt_id, 'sqlite');
    return foundIn(this.file.prepare<HeaderRow>(found.sql).all(...found.values), search, lastSeen?.attempt_id);
  };

  activeOf = ({ visitId, at }: Input<'activeOf'>): Output<'activeOf'> =>
    this.activeByVisit
      .all(visitId)
      .filter((row) => !isDue(row, at))
      .map(activeOf);

  madeBetween = ({ createdFrom, createdUntil, limit }: Input<'madeBetween'>): Output<'madeBetween'> =>
    this.youngRows.all(createdFrom, createdUntil, limit).map(youngOf);

  endedAmong = ({ attemptIds }: Input<'endedAmong'>): Output<'endedAmong'> =>
    this.endedRows.all(JSON.stringify(attemptIds)).map(endedOf);

  purge = ({ endedBefore, limit }: Input<'purge'>): Output<'purge'> => {
    const old = this.oldRows.all(leastIdOf(endedBefore), endedBefore, limit);
    const undelivered = this.forgetting.waitingOf(old);
    this.forgetting.forget(old);
    return { attempts: old.length, undelivered };
  };

  outcomesAfter = ({ position, limit }: Input<'outcomesAfter'>): Output<'outcomesAfter'> =>
    this.outcomes.after(position, limit);

  lastOutcome = (): Output<'lastOutcome'> => this.outcomes.last();

  ping = (): Output<'ping'> => this.file.fault();

  /** Whether nothing speaks against it but, perhaps, that its interaction is known. */
  private isPlain({ row, terms }: Input<'start'>): boolean {
    const { conflict, limits, refusal } = terms;
    if (refusal !== null) return false;
    const { visit_id } = row;
    const inTheWay = conflict === 'allow' ? this.wish.one(visit_id) : this.engagementOrWish.one(visit_id, visit_id);
    return inTheWay === undefined && (limits === null || this.reasonOfVisit(row, terms) === undefined);
  }

  private reasonOfVisit(row: NewAttemptRow, { limits }: Input<'start'>['terms']): string | undefined {
    const { visit_id, exclusive, at, counts_after, least_id } = historyQuestionOf(row, limits);
    const found = this.history.one(visit_id, exclusive, at, counts_after, least_id);
    return found && reasonToSuppress(historyOf(found), limits, at);
  }

  private suppress(row: NewAttemptRow, reason: string): EndedAttempt {
    const suppressed = suppressedRowOf(row, reason);
    if (this.insertRow(suppressed) === 0) throw new Error(`attempt ${row.attempt_id} cannot be stored`);
    this.record(row.attempt_id, 0, { to: 'suppressed', at: row.created_at, by: 'gateway', actor: null, reason });
    return endedOf(suppressed);
  }

  /** Ends what the visit has active: what is due as such, the rest in favour of the new attempt. */
  private makeRoom({ row, actor, terms }: Input<'start'>): Pick<Started, 'due' | 'replaced'> {
    const at = row.created_at;
    const active = terms.conflict === 'allow' ? [] : this.activeByVisit.all(row.visit_id);
    const due = active.filter((other) => isDue(other, at));
    const standing = active.filter((other) => !due.includes(other));
    return {
      due: due.map((other) => this.endDueRow(other, at)),
      replaced: standing.map((other) =>
        this.end(other, { to: 'cancelled', at, by: 'strategy', actor, reason: 'replaced' }),
      ),
    };
  }

  /** @returns false when the interaction, or the visit, has an attempt that stands in its way */
  private insert(row: NewAttemptRow, actor: string | null): boolean {
    const inserted = this.insertRow(row) === 1;
    if (!inserted) return false;
    this.record(row.attempt_id, 0, { to: row.state, at: row.created_at, by: 'strategy', actor, reason: null });
    this.recent.set(row);
    return true;
  }

  private insertRow(row: AttemptsTable): number {
    return this.insertAttempt.run(...ATTEMPT_COLUMNS.map((column) => row[column]));
  }

  private remember(cancellation: Input<'cancelInteraction'>): Attempt {
    const row = cancelledBeforeEngage(cancellation);
    this.insertRow(row);
    const { at, actor, reason } = cancellation;
    this.record(row.attempt_id, 0, { to: row.state, at, by: 'strategy', actor, reason });
    return attemptOf(row);
  }

  /** Completes an attempt that was cancelled before its engage arrived with what the engage holds. */
  private adopt(row: AttemptsTable, asked: NewAttemptRow): Attempt {
    const lifetime = asked.expires_at - asked.created_at;
    this.updateContent.run(
      asked.visit_id,
      asked.page_id,
      asked.channel,
      asked.language,
      asked.rule_name,
      lifetime,
      asked.trace_parent,
      asked.invitation,
      asked.data,
      asked.client_data,
      row.attempt_id,
    );
    const { visitId, pageId, channel, language, ruleName, traceParent } = attemptOf(asked);
    const expiresAt = row.created_at + lifetime;
    return { ...attemptOf(row), visitId, pageId, channel, language, ruleName, traceParent, expiresAt };
  }

  /** Ends an attempt, unless it has ended. */
  private cancel(row: AttemptsTable, step: Step<'cancelled'>): Cancelled {
    if (row.state === 'cancelled') return { kind: 'already-cancelled', attempt: attemptOf(row) };
    if (hasEnded(row.state)) return { kind: 'ended-otherwise', attempt: attemptOf(row) };
    return { kind: 'cancelled', change: this.end(row, step) };
  }

  private endDueRow(row: AttemptsTable, at: Moment): Change<EndedAttempt> {
    return this.end(row, { to: endingWhenDue(row.state), at, by: 'gateway', actor: null, reason: null });
  }

  private end(row: AttemptsTable, step: Step<EndedState>): Change<EndedAttempt> {
    const { attempt, ...change } = this.step(row, step);
    return { ...change, attempt: { ...attempt, state: step.to, endedAt: step.at } };
  }

  private step(row: AttemptsTable, { to, at, by, actor, reason }: Step, marks: Marks = {}): Change {
    const ended = hasEnded(to);
    const stepped: AttemptsTable = {
      ...row,
      state: to,
      reason: ended ? reason : null,
      ended_at: ended ? at : null,
      deadline: ended ? null : to === 'shown' ? at + (row.answer_within ?? 0) : row.deadline,
      transition_count: row.transition_count + 1,
      showing_pages: marks.showingPages === undefined ? row.showing_pages : JSON.stringify(marks.showingPages),
      ended_by: ended ? (marks.endedBy ?? null) : null,
    };
    this.updateStanding.run(
      stepped.state,
      stepped.reason,
      stepped.ended_at,
      stepped.deadline,
      stepped.transition_count,
      stepped.showing_pages,
      stepped.ended_by,
      stepped.attempt_id,
    );
    this.record(row.attempt_id, row.transition_count, { to, at, by, actor, reason });
    if (ended) this.recent.forget(row.attempt_id);
    else this.recent.set(stepped);
    return { attempt: attemptOf(stepped), from: row.state, shownAt: to === 'shown' ? at : shownAtOf(row) };
  }

  private record(attemptId: string, sequence: number, { to, at, by, actor, reason }: Step): void {
    const position = isOutcome(to) ? this.nextPosition++ : null;
    this.insertTransition.run(attemptId, sequence, to, at, by, actor, reason, position);
  }
}
