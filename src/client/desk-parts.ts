import type { DispositionName, DispositionReply, InvitationMessage } from '../contract/index.js';
import type { AnswerNote, Outcome } from './outcome.js';

/** What the desk works with: all that it knows of the page, the connection and the time. */
export interface DeskParts {
  /** Puts an invitation before the visitor, for so many milliseconds. Throws when it cannot. */
  readonly show: (attempt: InvitationMessage, displayMs: number) => void;
  /** Takes away what is shown. */
  readonly hide: () => void;
  /** Runs when the visitor can see what is shown: at once, where that is so already. */
  readonly whenVisible: (run: () => void) => void;
  readonly report: (attemptId: string, disposition: DispositionName, note?: AnswerNote) => Promise<DispositionReply>;
  readonly tell: (outcome: Outcome) => void;
  /** @returns a function that calls it off */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
}
