import { ENDED_STATES, type EndedState } from '../contract/attempt-state.js';
import type { DispositionName, DispositionReply, InvitationMessage, Problem } from '../contract/index.js';
import { EndedAttempts } from './ended-attempts.js';

/** How long an invitation is shown when nobody says otherwise, in seconds. */
const DEFAULT_DISPLAY_SECONDS = 60;

export type Answer = Extract<DispositionName, 'accepted' | 'declined' | 'ignored'>;

/** How an invitation left the page. */
export type Outcome =
  | { readonly kind: Answer; readonly attempt: InvitationMessage }
  /** Somebody else ended it: another page, the strategy, or time. */
  | { readonly kind: 'closed'; readonly attempt: InvitationMessage; readonly state: EndedState };

/** What the desk works with. */
export interface DeskParts {
  /** Puts the invitation before the visitor. Throws when it cannot. */
  readonly show: (attempt: InvitationMessage) => void;
  /** Takes away what is shown. */
  readonly hide: () => void;
  /** Runs when the visitor can see the page: at once, where that is so already. */
  readonly whenVisible: (run: () => void) => void;
  readonly report: (attemptId: string, disposition: DispositionName, detail?: string) => Promise<DispositionReply>;
  readonly tell: (outcome: Outcome) => void;
  /** @returns a function that calls it off */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}

interface Offer {
  readonly attempt: InvitationMessage;
  /** When its remaining seconds are over, by this page's clock. */
  readonly endsAt: number;
}

/**
 * Shows each invitation once, one after the other, and reports what becomes of it. Knows neither the connection nor the
 * document.
 */
export class InvitationDesk {
  private waiting: Offer[] = [];
  private current: Offer | undefined;
  private answering = false;
  private stopTimer: () => void = () => undefined;
  private readonly ended = new EndedAttempts();

  constructor(
    private readonly parts: DeskParts,
    private pageId: string,
  ) {}

  /** An invitation has come, perhaps not for the first time. */
  receive(attempt: InvitationMessage): void {
    const { attemptId, pageId, state, remainingSeconds } = attempt;
    const isKnown = [this.current, ...this.waiting].some((offer) => offer?.attempt.attemptId === attemptId);
    if (isKnown || this.ended.has(attemptId) || (pageId !== null && pageId !== this.pageId)) return;

    this.waiting.push({ attempt, endsAt: this.parts.now() + remainingSeconds * 1000 });
    if (state === 'pending') this.reportStep(attemptId, 'delivered');
    this.showNext();
  }

  /** The gateway says that an attempt has ended. */
  close(attemptId: string, state: EndedState): void {
    this.ended.add(attemptId);
    this.waiting = this.waiting.filter((offer) => offer.attempt.attemptId !== attemptId);
    const { current } = this;
    if (current?.attempt.attemptId !== attemptId) return;
    this.clear();
    this.parts.tell({ kind: 'closed', attempt: current.attempt, state });
    this.showNext();
  }

  /** The visitor, or the time that they had, has decided about what is shown. */
  answer(attemptId: string, answer: Answer, detail?: string): void {
    const { current } = this;
    if (current?.attempt.attemptId !== attemptId || this.answering) return;
    this.answering = true;
    this.stopTimer();
    // An accepted invitation stays until it is known that no other page was faster.
    if (answer !== 'accepted') this.parts.hide();
    void this.parts.report(attemptId, answer, detail).then((reply) => {
      this.ended.add(attemptId);
      if (this.current !== current) return;
      this.clear();
      this.parts.tell(
        reply.ok
          ? { kind: answer, attempt: current.attempt }
          : { kind: 'closed', attempt: current.attempt, state: endedStateOf(reply.problem) },
      );
      this.showNext();
    });
  }

  /** A single-page site has navigated: an invitation for the page before is put aside, unanswered. */
  moveTo(pageId: string): void {
    this.pageId = pageId;
    const isElsewhere = ({ attempt }: Offer): boolean => attempt.pageId !== null && attempt.pageId !== pageId;
    this.waiting = this.waiting.filter((offer) => !isElsewhere(offer));
    if (this.current === undefined || this.answering || !isElsewhere(this.current)) return;
    this.clear();
    this.showNext();
  }

  private showNext(): void {
    if (this.current !== undefined || this.waiting.length === 0) return;
    this.parts.whenVisible(() => {
      if (this.current !== undefined) return;
      const now = this.parts.now();
      this.waiting = this.waiting.filter((offer) => offer.endsAt > now);
      const next = this.waiting.shift();
      if (next !== undefined) this.show(next);
    });
  }

  private show(offer: Offer): void {
    const { attempt } = offer;
    const { attemptId } = attempt;
    try {
      this.parts.show(attempt);
    } catch (error) {
      this.ended.add(attemptId);
      void this.parts.report(attemptId, 'failed', error instanceof Error ? error.message.slice(0, 256) : undefined);
      this.showNext();
      return;
    }
    this.current = offer;
    this.reportStep(attemptId, 'shown');
    this.stopTimer = this.parts.after(this.displayTime(offer), () => this.answer(attemptId, 'ignored'));
  }

  /** A page that shows it anew, after a reload, has only what is left. */
  private displayTime({ attempt, endsAt }: Offer): number {
    if (attempt.state === 'shown') return Math.max(0, endsAt - this.parts.now());
    return (attempt.invitation.displaySeconds ?? DEFAULT_DISPLAY_SECONDS) * 1000;
  }

  private reportStep(attemptId: string, step: 'delivered' | 'shown'): void {
    void this.parts.report(attemptId, step).then((reply) => {
      if (!reply.ok && reply.problem.code === 'attempt-ended')
        this.close(attemptId, endedStateOf(reply.problem));
    });
  }

  private clear(): void {
    this.stopTimer();
    this.parts.hide();
    this.current = undefined;
    this.answering = false;
  }
}

/** How the attempt ended, as the gateway's refusal tells; an attempt that it does not know is as good as cancelled. */
function endedStateOf(problem: Problem): EndedState {
  return ENDED_STATES.find((state) => state === problem['state']) ?? 'cancelled';
}
