import type { InvitationContent } from '../contract/index.js';

/** Captions of the default invitation, for what the strategy leaves out. */
export interface InvitationTexts {
  readonly title: string;
  readonly message: string;
  readonly acceptLabel: string;
  readonly declineLabel: string;
  readonly closeLabel: string;
  readonly dontAskAgainLabel: string;
}

export const ENGLISH: InvitationTexts = {
  title: 'Can we help you?',
  message: 'Somebody from our team is free and happy to answer your questions.',
  acceptLabel: 'Yes, please',
  declineLabel: 'No, thanks',
  closeLabel: 'Close',
  dontAskAgainLabel: 'Don’t ask me again',
};

/** What the visitor reads: the strategy's words first, the page's where there are none. */
export function textsFor(invitation: InvitationContent, fallback: InvitationTexts): InvitationTexts {
  return {
    title: invitation.title ?? fallback.title,
    message: invitation.message ?? fallback.message,
    acceptLabel: invitation.acceptLabel ?? fallback.acceptLabel,
    declineLabel: invitation.declineLabel ?? fallback.declineLabel,
    closeLabel: fallback.closeLabel,
    dontAskAgainLabel: fallback.dontAskAgainLabel,
  };
}
