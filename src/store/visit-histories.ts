import { type Moment, reachOf, type VisitHistory, type VisitLimits } from '../engagement/model.js';
import { leastIdOf } from './attempt-conditions.js';
import type { NewAttemptRow } from './attempt-rows.js';

/** What is asked about the visit of an attempt that would start. */
export interface HistoryQuestion {
  readonly visit_id: string;
  /** As the attempt's row has it: 0 where the visit may have several active attempts. */
  readonly exclusive: number;
  readonly at: Moment;
  /** What ended by then does not count any more. */
  readonly counts_after: Moment;
  /** Attempts with lesser ids are too old to matter. */
  readonly least_id: string;
}

export interface HistoryRow {
  readonly declined_at: number | null;
  readonly accepted_at: number | null;
  readonly invitations: number;
  /** 1, or `true` where the database has that. */
  readonly dont_ask_again: number | boolean;
}

/** An attempt lives a day at most until it is shown, and then ten minutes; there is some room in this, in milliseconds. */
const LONGEST_LIFE_MS = 90_000_000;

export function historyQuestionOf(row: NewAttemptRow, limits: VisitLimits | null): HistoryQuestion {
  const { visit_id, exclusive, created_at: at } = row;
  const reach = limits === null ? 0 : reachOf(limits) + LONGEST_LIFE_MS;
  const counts_after = at - (limits?.cap?.within ?? 0);
  return { visit_id, exclusive, at, counts_after, least_id: leastIdOf(at - reach) };
}

export function historyOf({ declined_at, accepted_at, invitations, dont_ask_again }: HistoryRow): VisitHistory {
  return {
    dontAskAgain: dont_ask_again === true || dont_ask_again === 1,
    declinedAt: declined_at,
    acceptedAt: accepted_at,
    invitations,
  };
}

/**
 * A visitor has seen what they answered, and what a page has shown. An attempt that has not been seen counts while it
 * waits beside the new one; not one that makes room for it.
 */
const COUNTS = `
  case when past.ended_at is null
    then past.showing_pages <> '[]' or (sent.exclusive = 0 and past.deadline > sent.at)
    else past.ended_at > sent.counts_after
      and (past.showing_pages <> '[]' or past.state in ('accepted', 'declined', 'ignored'))
  end`;

/** What is looked at for a question named `sent`: the attempts of its visit that are not too old, named `past`. */
export const IS_PAST = 'past.visit_id = sent.visit_id and past.attempt_id >= sent.least_id';

/** What comes of it, in either database's SQL. */
export const HISTORY_COLUMNS = `
  max(past.ended_at) filter (where past.state = 'declined') as declined_at,
  max(past.ended_at) filter (where past.state = 'accepted') as accepted_at,
  count(*) filter (where ${COUNTS}) as invitations,
  exists (
    select 1 from attempts as wish where wish.visit_id = sent.visit_id and wish.dont_ask_again = 1
  ) as dont_ask_again`;
