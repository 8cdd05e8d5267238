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
  hasEnded,
  judge,
  type NewAttempt,
  type OperatorCancellation,
  type OperatorCancelResult,
  type Purged,
  reasonToSuppress,
  type RecordedDisposition,
  type StartResult,
  type StartTerms,
  type StopResult,
  type VisitCancellation,
  type VisitHistory,
  type Transition,
  type Wish,
  type YoungAttempt,
} from '#service/engagement/index.js';
import type { AttemptState, EndedState } from '#service/contract/index.js';

interface Entry {
  details: AttemptDetails;
  deadline: number;
  answerWithin: number;
  showingPages: readonly string[];
  endedBy: string | null;
  dontAskAgain: boolean;
}

/** What an AttemptStore does, in the plainest words: a list in memory, gone through from one end to the other. */
export class ModelAttemptStore extends AttemptStore {
  private readonly entries: Entry[] = [];

  override async start(attempt: NewAttempt, terms: StartTerms): Promise<StartResult> {
    const stopped = await this.stop(attempt, terms);
    if (stopped !== undefined) return stopped;

    const { createdAt: at, actor } = attempt;
    const active = terms.conflict === 'allow' ? [] : this.activeEntries(attempt.visitId);
    const due = active.filter(({ deadline }) => deadline <= at).map((entry) => this.endDueEntry(entry, at));
    const replaced = active
      .filter(({ deadline }) => deadline > at)
      .map((entry) => this.end(entry, { state: 'cancelled', at, by: 'strategy', actor, reason: 'replaced' }));
    const { deadline, answerWithin, actor: _, ...content } = attempt;
    const transitions: Transition[] = [{ state: 'pending', at, by: 'strategy', actor, reason: null }];
    this.add({ details: { ...content, transitions }, deadline, answerWithin });
    return { kind: 'started', replaced, due };
  }

  override async stop(attempt: NewAttempt, terms: StartTerms): Promise<StopResult | undefined> {
    const known = this.entries.find(({ details }) => details.interactionId === attempt.interactionId);
    if (known !== undefined && known.details.invitation === null) return this.adopt(known, attempt);
    if (known !== undefined) return { kind: 'known', attempt: known.details };

    const { createdAt: at } = attempt;
    const standing = this.activeEntries(attempt.visitId).find(({ deadline }) => deadline > at);
    if (terms.conflict === 'reject' && standing !== undefined)
      return { kind: 'visit-engaged', attempt: headerOf(standing.details) };

    const reason = reasonToSuppress(this.historyFor(attempt, terms), terms.limits, at) ?? terms.refusal;
    if (reason === null) return undefined;
    const ending = { state: 'suppressed', reason, endedAt: at } as const;
    const transitions: Transition[] = [{ state: 'suppressed', at, by: 'gateway', actor: null, reason }];
    const { deadline: _, answerWithin: __, actor: ___, ...content } = attempt;
    this.add({ details: { ...content, ...ending, transitions } });
    return { kind: 'suppressed', attempt: { ...headerOf(attempt), ...ending } };
  }

  override async cancelInteraction(cancellation: Cancellation): Promise<CancelResult> {
    const { interactionId, reason, actor, at } = cancellation;
    const entry = this.entries.find(({ details }) => details.interactionId === interactionId);
    if (entry === undefined) {
      const details = cancelledBeforeEngage(cancellation);
      this.add({ details });
      return { kind: 'remembered', attempt: headerOf(details) };
    }
    const { state } = entry.details;
    if (state === 'cancelled') return { kind: 'already-cancelled', attempt: headerOf(entry.details) };
    if (!isActive(entry)) return { kind: 'ended-otherwise', attempt: headerOf(entry.details) };
    return { kind: 'cancelled', change: this.end(entry, { state: 'cancelled', at, by: 'strategy', actor, reason }) };
  }

  override async cancelVisit(cancellation: VisitCancellation): Promise<readonly Change<EndedAttempt>[]> {
    const { visitId, reason, by, actor, at } = cancellation;
    return this.activeEntries(visitId)
      .map((entry) => this.end(entry, { state: 'cancelled', at, by, actor, reason }))
      .toReversed();
  }

  override async cancelAttempt(cancellation: OperatorCancellation): Promise<OperatorCancelResult> {
    const { attemptId, reason, actor, at } = cancellation;
    const entry = this.entries.find(({ details }) => details.attemptId === attemptId);
    if (entry === undefined) return { kind: 'unknown' };
    const { state } = entry.details;
    if (state === 'cancelled') return { kind: 'already-cancelled', attempt: headerOf(entry.details) };
    if (!isActive(entry)) return { kind: 'ended-otherwise', attempt: headerOf(entry.details) };
    return { kind: 'cancelled', change: this.end(entry, { state: 'cancelled', at, by: 'operator', actor, reason }) };
  }

  override async recordDisposition(report: RecordedDisposition): Promise<DispositionResult> {
    const entry = this.entries.find(({ details }) => details.attemptId === report.attemptId);
    if (entry === undefined || (report.visitId !== null && report.visitId !== entry.details.visitId))
      return { kind: 'unknown' };
    if (isActive(entry) && entry.deadline <= report.at)
      return { kind: 'overdue', change: this.endDueEntry(entry, report.at) };
    const verdict = judge({ ...entry, state: entry.details.state }, report);
    switch (verdict.kind) {
      case 'advance': {
        const { at, actor, reason } = report;
        const change = this.step(entry, { state: verdict.to, at, by: 'visitor', actor, reason });
        entry.showingPages = verdict.showingPages;
        if (verdict.to === 'shown') entry.deadline = report.at + entry.answerWithin;
        if (!isActive(entry)) entry.endedBy = report.dispositionId;
        return { kind: 'advanced', change };
      }
      case 'acknowledge':
        entry.showingPages = verdict.showingPages;
        return { kind: 'acknowledged', attempt: headerOf(entry.details) };
      case 'ended-otherwise':
      case 'out-of-order':
        return { kind: verdict.kind, attempt: headerOf(entry.details) };
    }
  }

  override async dontAskAgain(wish: Wish): Promise<readonly Change<EndedAttempt>[]> {
    const { attemptId, at, actor } = wish;
    const entry = this.entries.find(({ details }) => details.attemptId === attemptId);
    const visitId = entry?.details.visitId ?? null;
    if (entry === undefined || visitId === null || (wish.visitId !== null && wish.visitId !== visitId)) return [];
    entry.dontAskAgain = true;
    return this.activeEntries(visitId)
      .filter((other) => other !== entry)
      .map((other) => this.end(other, { state: 'cancelled', at, by: 'visitor', actor, reason: 'dont-ask-again' }))
      .toReversed();
  }

  override async endDue(at: number, limit: number): Promise<readonly Change<EndedAttempt>[]> {
    return this.entries
      .filter((entry) => isActive(entry) && entry.deadline <= at)
      .toSorted((one, other) => one.deadline - other.deadline)
      .slice(0, limit)
      .map((entry) => this.endDueEntry(entry, at));
  }

  override async find(attemptId: string): Promise<AttemptDetails | undefined> {
    return this.entries.find(({ details }) => details.attemptId === attemptId)?.details;
  }

  override async list({ visitId, interactionId, state, limit }: AttemptQuery): Promise<readonly Attempt[]> {
    return this.entries
      .map(({ details }) => headerOf(details))
      .filter((attempt) => visitId === undefined || attempt.visitId === visitId)
      .filter((attempt) => interactionId === undefined || attempt.interactionId === interactionId)
      .filter((attempt) => state === undefined || attempt.state === state)
      .toReversed()
      .slice(0, limit);
  }

  override async search(search: AttemptSearch): Promise<FoundAttempts> {
    const found = (await this.list({ limit: Number.POSITIVE_INFINITY })).filter((attempt) => isFound(attempt, search));
    const attempts = found.slice(0, search.limit);
    const isAll = attempts.length === found.length;
    return { attempts, goOnBefore: isAll ? null : (attempts.at(-1)?.attemptId ?? null) };
  }

  override async activeOf(visitId: string, at: number): Promise<readonly ActiveAttempt[]> {
    return this.activeEntries(visitId)
      .filter(({ deadline }) => deadline > at)
      .map(activeOf);
  }

  override async madeBetween(
    createdFrom: number,
    createdUntil: number,
    limit: number,
  ): Promise<readonly YoungAttempt[]> {
    return this.entries
      .filter(({ details }) => !hasEnded(details.state))
      .filter(({ details }) => details.createdAt >= createdFrom && details.createdAt < createdUntil)
      .slice(0, limit)
      .map(activeOf)
      .map(({ attemptId, visitId, createdAt, state }) => ({ attemptId, visitId, createdAt, state }));
  }

  override async endedAmong(attemptIds: readonly string[]): Promise<readonly EndedAttempt[]> {
    return this.entries
      .map(({ details }) => headerOf(details))
      .filter(({ attemptId }) => attemptIds.includes(attemptId))
      .flatMap(endedOf);
  }

  override async purge(endedBefore: number, limit: number): Promise<Purged> {
    const isOld = ({ details }: Entry): boolean => details.endedAt !== null && details.endedAt < endedBefore;
    const old = this.entries.filter(isOld).slice(0, limit);
    for (const entry of old) this.entries.splice(this.entries.indexOf(entry), 1);
    return { attempts: old.length, undelivered: 0 };
  }

  override async close(): Promise<void> {}

  private add(entry: Pick<Entry, 'details'> & Partial<Entry>): void {
    this.entries.push({
      deadline: Infinity,
      answerWithin: 0,
      showingPages: [],
      endedBy: null,
      dontAskAgain: false,
      ...entry,
    });
  }

  private historyFor({ visitId, createdAt: at }: NewAttempt, { conflict, limits }: StartTerms): VisitHistory {
    const past = this.entries.filter(({ details }) => details.visitId === visitId);
    const lastEndOf = (state: AttemptState): number | null =>
      past.reduce<number | null>(
        (last, { details }) => (details.state === state ? Math.max(last ?? 0, details.endedAt ?? 0) : last),
        null,
      );
    const isCounted = (entry: Entry): boolean => {
      const { endedAt } = entry.details;
      if (endedAt !== null) return wasSeen(entry) && endedAt > at - (limits?.cap?.within ?? 0);
      return wasSeen(entry) || (conflict === 'allow' && entry.deadline > at);
    };
    return {
      dontAskAgain: past.some(({ dontAskAgain }) => dontAskAgain),
      declinedAt: lastEndOf('declined'),
      acceptedAt: lastEndOf('accepted'),
      invitations: past.filter(isCounted).length,
    };
  }

  private activeEntries(visitId: string): readonly Entry[] {
    return this.entries.filter((entry) => entry.details.visitId === visitId && isActive(entry));
  }

  private adopt(entry: Entry, asked: NewAttempt): StopResult {
    const { visitId, pageId, channel, language, ruleName, traceParent, invitation, data, clientData } = asked;
    const expiresAt = entry.details.createdAt + asked.expiresAt - asked.createdAt;
    const content = { visitId, pageId, channel, language, ruleName, traceParent, invitation, data, clientData };
    entry.details = { ...entry.details, ...content, expiresAt };
    return { kind: 'overtaken', attempt: headerOf(entry.details) };
  }

  private endDueEntry(entry: Entry, at: number): Change<EndedAttempt> {
    const state = entry.details.state === 'shown' ? 'ignored' : 'expired';
    return this.end(entry, { state, at, by: 'gateway', actor: null, reason: null });
  }

  private end(entry: Entry, ending: Transition & { readonly state: EndedState }): Change<EndedAttempt> {
    const { attempt, ...change } = this.step(entry, ending);
    return { ...change, attempt: { ...attempt, state: ending.state, endedAt: ending.at } };
  }

  private step(entry: Entry, transition: Transition): Change {
    const { details } = entry;
    const { state, at, reason } = transition;
    const ending = isEnding(state) ? { reason, endedAt: at } : {};
    entry.details = { ...details, ...ending, state, transitions: [...details.transitions, transition] };
    const shown = entry.details.transitions.find((one) => one.state === 'shown');
    return { attempt: headerOf(entry.details), from: details.state, shownAt: shown?.at ?? null };
  }
}

function isEnding(state: AttemptState): state is EndedState {
  return state !== 'pending' && state !== 'delivered' && state !== 'shown';
}

/** A page has shown it, or the visitor has answered it. */
function wasSeen({ details }: Entry): boolean {
  const seen: ReadonlySet<AttemptState> = new Set(['shown', 'accepted', 'declined', 'ignored']);
  return details.transitions.some(({ state }) => seen.has(state));
}

/** Whether an attempt is what is looked for. */
export function isFound(attempt: Attempt, search: Omit<AttemptSearch, 'limit' | 'lookThrough'>): boolean {
  const { since = 0, until = Number.POSITIVE_INFINITY, before = '~', ...values } = search;
  const { createdAt, attemptId } = attempt;
  const isAlike = Object.entries(values).every(([name, value]) => Reflect.get(attempt, name) === value);
  return isAlike && createdAt >= since && createdAt < until && attemptId < before;
}

function isActive({ details }: Entry): boolean {
  return !isEnding(details.state);
}

/** The attempt without what the strategy attached. */
export function headerOf(attempt: Attempt): Attempt {
  const { attemptId, interactionId, visitId, pageId, channel, language, ruleName } = attempt;
  const { state, reason, createdAt, expiresAt, endedAt, traceParent } = attempt;
  return {
    attemptId,
    interactionId,
    visitId,
    pageId,
    channel,
    language,
    ruleName,
    state,
    reason,
    createdAt,
    expiresAt,
    endedAt,
    traceParent,
  };
}

function endedOf(attempt: Attempt): readonly EndedAttempt[] {
  const { state, endedAt } = attempt;
  return isEnding(state) && endedAt !== null ? [{ ...attempt, state, endedAt }] : [];
}

function activeOf({ details, deadline }: Entry): ActiveAttempt {
  const { state, visitId, channel, invitation, clientData } = details;
  if (visitId === null || channel === null || invitation === null) throw new Error('is not active');
  if (state !== 'pending' && state !== 'delivered' && state !== 'shown') throw new Error('is not active');
  return { ...headerOf(details), state, visitId, channel, invitation, clientData, deadline };
}

function cancelledBeforeEngage(cancellation: Cancellation): AttemptDetails {
  const { attemptId, interactionId, visitId, reason, actor, at } = cancellation;
  const nothing = { pageId: null, channel: null, language: null, ruleName: null, expiresAt: null };
  return {
    ...nothing,
    attemptId,
    interactionId,
    visitId,
    state: 'cancelled',
    reason,
    createdAt: at,
    endedAt: at,
    traceParent: null,
    invitation: null,
    data: null,
    clientData: null,
    transitions: [{ state: 'cancelled', at, by: 'strategy', actor, reason }],
  };
}
