import type { AttemptState } from './attempt-state.js';
import type { Problem } from './problem.js';

/** What a frontend can report about an attempt. */
export const DISPOSITIONS = ['delivered', 'shown', 'accepted', 'declined', 'ignored', 'failed'] as const;

export type DispositionName = (typeof DISPOSITIONS)[number];

/** What became of an invitation in a page: how far it got, or how the visitor answered. */
export class Disposition {
  /**
   * The attempt, as named by its `invitation`.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  attemptId!: string;

  /**
   * `delivered`: the page has it. `shown`: the visitor sees it. `accepted`, `declined`: the visitor's answer.
   * `ignored`: shown, but unanswered until `displaySeconds` passed. `failed`: the page could not show it.
   * @example 'accepted'
   */
  disposition!: DispositionName;

  /**
   * A word on the reason, kept with the attempt: why it failed, how it was declined.
   * @example 'closed by the visitor'
   */
  detail?: string;

  /**
   * Made by the sender, new for each answer and the same on each repeat of it. A repeat whose acknowledgement was
   * lost is then answered `ok` again; without it, an answer to an attempt that has ended is `attempt-ended`.
   * @example '5f1c1f8e-8f0e-4f43-9a3c-0f7c1f0c9b11'
   */
  dispositionId?: string;

  /**
   * With `declined`: the visitor wants no further invitation. It holds for the visit: other invitations that are active
   * for it are closed, and later ones are suppressed.
   * @example true
   */
  dontAskAgain?: boolean;

  /**
   * The page that reports. A browser's page is known from its connection; a Frontend Server names it when it relays
   * for several pages of a visit.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  pageId?: string;
}

/** The answer to a `disposition`. */
export type DispositionReply =
  { readonly ok: true; readonly state: AttemptState } | { readonly ok: false; readonly problem: Problem };
