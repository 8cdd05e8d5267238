import type { InvitationMessage } from '../contract/index.js';
import { createInvitation, type EngagementInvitation, type InvitationAnswers } from './engagement-invitation.js';
import type { EngagementOptions } from './options.js';
import { ENGLISH, type InvitationTexts, textsFor } from './texts.js';

/** Where the default invitation appears in the page, unless the page has a place of its own. */
export class InvitationPlace {
  /** The page shows invitations itself. */
  readonly isThePagesOwn: boolean;
  private readonly texts: InvitationTexts;
  private element: EngagementInvitation | undefined;

  constructor({ invitationElement = true, texts }: EngagementOptions) {
    this.isThePagesOwn = !invitationElement;
    this.texts = { ...ENGLISH, ...texts };
  }

  show({ invitation, language, channel }: InvitationMessage, displayMs: number, answers: InvitationAnswers): void {
    if (this.isThePagesOwn) return;
    const element = createInvitation();
    this.element = element;
    element.present({ texts: textsFor(invitation, this.texts), language, channel, displayMs, answers });
    document.body.append(element);
  }

  clear(): void {
    this.element?.leave();
    this.element = undefined;
  }
}
