import type { InvitationMessage, Problem } from '../contract/index.js';
import type { Outcome } from './outcome.js';

/** An invitation that is before the visitor now. */
export interface ShownInvitation {
  readonly attempt: InvitationMessage;
  /** How long the visitor has to answer, in milliseconds. */
  readonly displayMs: number;
  accept(): void;
  /** @param detail a word on how, kept with the attempt */
  decline(detail?: string): void;
  /** Declines, and wants no further invitation in this visit. */
  dontAskAgain(): void;
}

/** The visitor accepted, and no other page of the visit was faster. */
export interface AcceptedInvitation {
  readonly attempt: InvitationMessage;
  /** Keeps the page where it is, also when the invitation leads to an address. */
  preventDefault(): void;
}

/** What a client tells its page. */
export interface EngagementEvents {
  readonly connected: undefined;
  readonly disconnected: undefined;
  /** A page that shows invitations itself shows this one now; when a listener throws, the attempt has failed. */
  readonly invitation: ShownInvitation;
  readonly accepted: AcceptedInvitation;
  readonly declined: { readonly attempt: InvitationMessage };
  /** The visitor gave no answer in time. */
  readonly ignored: { readonly attempt: InvitationMessage };
  /** It could not be shown. */
  readonly failed: Extract<Outcome, { kind: 'failed' }>;
  /** It was shown and ended elsewhere: by another page's answer, by the strategy, or in time. Take it away. */
  readonly closed: Extract<Outcome, { kind: 'closed' }>;
  /** The gateway refused something, or there is no visit token. */
  readonly error: { readonly problem: Problem };
}
