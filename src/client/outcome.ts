import type { DispositionName, EndedState, InvitationMessage } from '../contract/index.js';

/** What the visitor, or the time that they had, decided. */
export type Answer = Extract<DispositionName, 'accepted' | 'declined' | 'ignored'>;

/** What is said beside an answer. */
export interface AnswerNote {
  /** A word on how, kept with the attempt. */
  readonly detail?: string;
  /** The visitor wants no further invitation in this visit. */
  readonly dontAskAgain?: true;
}

/** How an invitation left the page. */
export type Outcome =
  | { readonly kind: Answer; readonly attempt: InvitationMessage }
  /** The page could not show it. */
  | { readonly kind: 'failed'; readonly attempt: InvitationMessage; readonly error: unknown }
  /** Somebody else ended it: another page, the strategy, or time. */
  | {
      readonly kind: 'closed';
      readonly attempt: InvitationMessage;
      readonly state: EndedState;
      readonly reason: string | null;
    };
