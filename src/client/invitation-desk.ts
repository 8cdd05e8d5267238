import { ENDED_STATES, type EndedState } from '../contract/attempt-state.js';
import type { InvitationMessage, Problem } from '../contract/index.js';
import type { DeskParts } from './desk-parts.js';
import { EndedAttempts } from './ended-attempts.js';
import type { Answer, AnswerNote } from './outcome.js';

/** How long an invitation is shown when nobody says otherwise, in seconds. */
const DEFAULT_DISPLAY_SECONDS = 60;

interface Offer {
  readonly attempt: InvitationMessage;
  /** When its remaining seconds are over, by this page's clock. */
  readonly endsAt: number;
}

interface Display {
  readonly attempt: InvitationMessage;
  readonly stopTimer: () => void;
  /** What the visitor decided, as long as the gateway's verdict on it is out. */
  readonly answer: Answer | undefined;
}

/**
 * Shows each invitation once, one after the other, and reports what becomes of it. Knows neither the connection nor the
 * document.
 */
export class InvitationDesk {
  private waiting: readonly Offer[] = [];
  private display: Display | undefined;
  private readonly ended = new EndedAttempts();

  constructor(
    private readonly parts: DeskParts,
    private pageId: string,
  ) {}

  /** An invitation has come, perhaps not for the first time. */
  receive(attempt: InvitationMessage): void {
    const { attemptId, state, remainingSeconds } = attempt;
    if (this.isHere(attemptId) || this.ended.has(attemptId) || this.isForAnotherPage(attempt)) return;

    this.waiting = [...this.waiting, { attempt, endsAt: this.parts.now() + remainingSeconds * 1000 }];
    if (state === 'pending') this.reportStep(attemptId, 'delivered');
    this.showNext();
  }

  /** The gateway says that an attempt has ended. */
  close(attemptId: string, state: EndedState, reason: string | null): void {
    const { display } = this;
    // Perhaps it was this page's own answer that ended it, over a connection that is gone: the verdict will tell.
    if (display?.attempt.attemptId === attemptId && display.answer === state) return;

    this.ended.add(attemptId);
    this.waiting = this.waiting.filter((offer) => offer.attempt.attemptId !== attemptId);
    if (display?.attempt.attemptId !== attemptId) return;
    this.clear();
    this.parts.tell({ kind: 'closed', attempt: display.attempt, state, reason });
    this.showNext();
  }

  /** The connection is back: what has ended meanwhile is told in the answers to these reports. */
  reportAgain(): void {
    for (const { attempt } of this.waiting) this.reportStep(attempt.attemptId, 'delivered');
    if (this.display !== undefined && this.display.answer === undefined)
      this.reportStep(this.display.attempt.attemptId, 'shown');
  }

  /** The visitor, or the time that they had, has decided about what is shown. Only the first decision counts. */
  answer(attemptId: string, answer: Answer, note?: AnswerNote): void {
    const { display } = this;
    if (display?.attempt.attemptId !== attemptId || display.answer !== undefined) return;
    this.display = { ...display, answer };
    // An accepted invitation stays until it is known that no other page was faster.
    if (answer !== 'accepted') this.parts.hide();
    void this.settle(display.attempt, answer, note);
  }

  /** A single-page site has navigated: an invitation for the page before is put aside, unanswered. */
  moveTo(pageId: string): void {
    this.pageId = pageId;
    this.waiting = this.waiting.filter(({ attempt }) => !this.isForAnotherPage(attempt));
    const { display } = this;
    if (display === undefined || display.answer !== undefined || !this.isForAnotherPage(display.attempt)) return;
    this.clear();
    this.showNext();
  }

  /** Takes away what is shown and forgets what waits, unanswered: the page shows no more. */
  stop(): void {
    this.waiting = [];
    this.clear();
  }

  private isHere(attemptId: string): boolean {
    const shown = this.display?.attempt.attemptId;
    return shown === attemptId || this.waiting.some(({ attempt }) => attempt.attemptId === attemptId);
  }

  private isForAnotherPage({ pageId }: InvitationMessage): boolean {
    return pageId !== null && pageId !== this.pageId;
  }

  private showNext(): void {
    if (this.display !== undefined || this.waiting.length === 0) return;
    this.parts.whenVisible(() => {
      if (this.display !== undefined) return;
      const now = this.parts.now();
      const [next, ...others] = this.waiting.filter(({ endsAt }) => endsAt > now);
      this.waiting = others;
      if (next !== undefined) this.show(next);
    });
  }

  private show(offer: Offer): void {
    const { attempt } = offer;
    const { attemptId } = attempt;
    const displayMs = this.displayTimeOf(offer);
    try {
      this.parts.show(attempt, displayMs);
    } catch (error) {
      this.fail(attempt, error);
      return;
    }
    const stopTimer = this.parts.after(displayMs, () => this.answer(attemptId, 'ignored'));
    this.display = { attempt, stopTimer, answer: undefined };
    this.reportStep(attemptId, 'shown');
  }

  private fail(attempt: InvitationMessage, error: unknown): void {
    this.parts.hide();
    this.ended.add(attempt.attemptId);
    void this.parts.report(attempt.attemptId, 'failed', { detail: String(error) });
    this.parts.tell({ kind: 'failed', attempt, error });
    this.showNext();
  }

  /** A page that shows it anew, after a reload, has only what is left. */
  private displayTimeOf({ attempt, endsAt }: Offer): number {
    if (attempt.state === 'shown') return endsAt - this.parts.now();
    return (attempt.invitation.displaySeconds ?? DEFAULT_DISPLAY_SECONDS) * 1000;
  }

  private reportStep(attemptId: string, step: 'delivered' | 'shown'): void {
    void this.parts.report(attemptId, step).then((reply) => {
      if (reply.ok || reply.problem.code !== 'attempt-ended') return;
      this.close(attemptId, endedStateOf(reply.problem), null);
    });
  }

  private async settle(attempt: InvitationMessage, answer: Answer, note?: AnswerNote): Promise<void> {
    const { attemptId } = attempt;
    const reply = await this.parts.report(attemptId, answer, note);
    this.ended.add(attemptId);
    if (this.display?.attempt.attemptId !== attemptId) return;
    this.clear();
    this.parts.tell(
      reply.ok
        ? { kind: answer, attempt }
        : { kind: 'closed', attempt, state: endedStateOf(reply.problem), reason: null },
    );
    this.showNext();
  }

  private clear(): void {
    if (this.display === undefined) return;
    this.display.stopTimer();
    this.display = undefined;
    this.parts.hide();
  }
}

/** How the attempt ended, as the gateway's refusal tells; an attempt that it does not know is as good as cancelled. */
function endedStateOf(problem: Problem): EndedState {
  return ENDED_STATES.find((state) => state === problem['state']) ?? 'cancelled';
}
