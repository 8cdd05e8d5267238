import type { ActiveState, AttemptState, InvitationContent, JsonObject } from '../contract/index.js';
import {
  type ActiveAttempt,
  type Attempt,
  type AttemptDetails,
  type Author,
  type Cancellation,
  type EndedAttempt,
  hasEnded,
  type Moment,
  isOutcome,
  type NewAttempt,
  type Outcome,
  type YoungAttempt,
} from '../engagement/model.js';
import type { AttemptsTable, TransitionsTable } from './schema.js';

/** Columns of an attempt without what the strategy attached. */
export const HEADER_COLUMNS = [
  'attempt_id',
  'interaction_id',
  'visit_id',
  'page_id',
  'channel',
  'language',
  'rule_name',
  'state',
  'reason',
  'created_at',
  'expires_at',
  'ended_at',
  'trace_parent',
] as const satisfies readonly (keyof AttemptsTable)[];

export const ATTEMPT_COLUMNS = [
  ...HEADER_COLUMNS,
  'deadline',
  'answer_within',
  'exclusive',
  'transition_count',
  'showing_pages',
  'ended_by',
  'invitation',
  'data',
  'client_data',
] as const satisfies readonly (keyof AttemptsTable)[];

export type HeaderRow = Pick<AttemptsTable, (typeof HEADER_COLUMNS)[number]>;

export function attemptOf(row: HeaderRow): Attempt {
  return {
    attemptId: row.attempt_id,
    interactionId: row.interaction_id,
    visitId: row.visit_id,
    pageId: row.page_id,
    channel: row.channel,
    language: row.language,
    ruleName: row.rule_name,
    state: row.state,
    reason: row.reason,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    traceParent: row.trace_parent,
  };
}

/** @throws Error for a row that is not an ended attempt's: it should not have been asked for */
export function endedOf(row: HeaderRow): EndedAttempt {
  const attempt = attemptOf(row);
  const { state, endedAt } = attempt;
  if (!hasEnded(state) || endedAt === null) throw new Error(`attempt ${attempt.attemptId} has not ended`);
  return { ...attempt, state, endedAt };
}

/** An attempt's row with its transitions, as one statement finds them. */
export interface DetailsRow extends AttemptsTable {
  readonly transitions: readonly TransitionsTable[];
}

/** An outcome's transition with its attempt's row. */
export interface OutcomeRow extends AttemptsTable {
  readonly place: number;
  readonly step_sequence: number;
  readonly step_state: AttemptState;
  readonly step_at: number;
  readonly step_by: Author;
  readonly step_reason: string | null;
}

/** The columns of an OutcomeRow that are the transition's. */
export const OUTCOME_COLUMNS =
  'step.position as place, step.sequence as step_sequence, step.state as step_state, step.at as step_at, step.by as step_by, step.reason as step_reason';

/** @throws Error for a row that is not an outcome's: it should not have been asked for */
export function outcomeOf(row: OutcomeRow): Outcome {
  const { step_state: state } = row;
  if (!isOutcome(state)) throw new Error(`${state} is no outcome`);
  return {
    position: row.place,
    sequence: row.step_sequence,
    state,
    at: row.step_at,
    by: row.step_by,
    reason: row.step_reason,
    attempt: { ...attemptOf(row), ...contentOf(row) },
  };
}

export function detailsOf(row: AttemptsTable, transitions: readonly TransitionsTable[]): AttemptDetails {
  return {
    ...attemptOf(row),
    ...contentOf(row),
    transitions: transitions.map(({ state, at, by, actor, reason }) => ({ state, at, by, actor, reason })),
  };
}

/** @throws Error for a row that is not an active attempt's: it should not have been asked for */
export function activeOf(row: AttemptsTable): ActiveAttempt {
  const attempt = attemptOf(row);
  const { invitation, clientData } = contentOf(row);
  const { state, visitId, channel } = attempt;
  if (!isActive(state) || visitId === null || channel === null || invitation === null || row.deadline === null)
    throw new Error(`attempt ${attempt.attemptId} is not active`);
  return { ...attempt, state, visitId, channel, invitation, clientData, deadline: row.deadline };
}

/** Whether an attempt ends by itself now. One that has ended has no deadline. */
export function isDue({ deadline }: Pick<AttemptsTable, 'deadline'>, at: Moment): boolean {
  return deadline !== null && deadline <= at;
}

/** When a page first showed an active attempt; `null` when none has. What is shown ends so long after it. */
export function shownAtOf({
  state,
  deadline,
  answer_within: answerWithin,
}: Pick<AttemptsTable, 'state' | 'deadline' | 'answer_within'>): Moment | null {
  return state === 'shown' && deadline !== null && answerWithin !== null ? deadline - answerWithin : null;
}

/** What is active has a visit. */
export interface YoungRow extends Pick<AttemptsTable, 'attempt_id' | 'created_at'> {
  readonly visit_id: string;
  readonly state: ActiveState;
}

export function youngOf(row: YoungRow): YoungAttempt {
  return { attemptId: row.attempt_id, visitId: row.visit_id, createdAt: row.created_at, state: row.state };
}

/** The row of a new attempt: it has a visit, and an end. */
export interface NewAttemptRow extends AttemptsTable {
  readonly visit_id: string;
  readonly expires_at: number;
}

export function rowOf(attempt: NewAttempt, exclusive: boolean): NewAttemptRow {
  return {
    attempt_id: attempt.attemptId,
    interaction_id: attempt.interactionId,
    visit_id: attempt.visitId,
    page_id: attempt.pageId,
    channel: attempt.channel,
    language: attempt.language,
    rule_name: attempt.ruleName,
    state: attempt.state,
    reason: attempt.reason,
    created_at: attempt.createdAt,
    expires_at: attempt.expiresAt,
    ended_at: null,
    trace_parent: attempt.traceParent,
    deadline: attempt.deadline,
    answer_within: attempt.answerWithin,
    exclusive: exclusive ? 1 : 0,
    transition_count: 1,
    showing_pages: '[]',
    ended_by: null,
    invitation: JSON.stringify(attempt.invitation),
    data: textOf(attempt.data),
    client_data: textOf(attempt.clientData),
  };
}

/** The same for an attempt that is suppressed: it has ended when it begins. */
export function suppressedRowOf(row: NewAttemptRow, reason: string): NewAttemptRow {
  return { ...row, state: 'suppressed', reason, ended_at: row.created_at, deadline: null, exclusive: 0 };
}

function contentOf(row: AttemptsTable): {
  invitation: InvitationContent | null;
  data: JsonObject | null;
  clientData: JsonObject | null;
} {
  return { invitation: valueOf(row.invitation), data: valueOf(row.data), clientData: valueOf(row.client_data) };
}

function isActive(state: Attempt['state']): state is ActiveState {
  return !hasEnded(state);
}

function textOf(value: JsonObject | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** What `rowOf` wrote, read back. */
function valueOf<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}

/** What is remembered of an interaction that is cancelled before anybody has engaged it. */
export function cancelledBeforeEngage(cancellation: Cancellation): AttemptsTable {
  const { attemptId, interactionId, visitId, reason, at } = cancellation;
  return {
    attempt_id: attemptId,
    interaction_id: interactionId,
    visit_id: visitId,
    page_id: null,
    channel: null,
    language: null,
    rule_name: null,
    state: 'cancelled',
    reason,
    created_at: at,
    expires_at: null,
    ended_at: at,
    trace_parent: null,
    deadline: null,
    answer_within: null,
    exclusive: 0,
    transition_count: 1,
    showing_pages: '[]',
    ended_by: null,
    invitation: null,
    data: null,
    client_data: null,
  };
}
