/** An engage as a shop's strategy sends it: about 700 bytes, of which the invitation is most. */
const PROFILE = {
  pageId: '2C1D9E7A40B84F0D9A6F3B5E8D7C6A10',
  channel: 'chat',
  language: 'en',
  ruleName: 'cart-abandonment',
  invitation: {
    title: 'Can we help you?',
    message:
      'You have been looking at these for a while. One of our specialists knows them well and is free at this moment; ' +
      'questions about sizes, delivery or payment are answered in a minute or two, without waiting on the phone, and ' +
      'your cart stays as it is.',
    acceptLabel: 'Chat now',
    declineLabel: 'No, thanks',
  },
  data: { cartTotal: 129.9 },
} as const;

const REST = JSON.stringify(PROFILE).slice(1);

/** The page that every visitor is on. */
export const { pageId: PAGE_ID } = PROFILE;

/** The engages of one trial, by their numbers. Their ids differ from those of every other trial on the same store. */
export class EngageRequests {
  private static trials = 0;
  private readonly trial = EngageRequests.trials++;
  private readonly number = new RegExp(`"interactionId":"bench-${this.trial}-(\\d+)"`);

  visitIdOf(visitor: number): string {
    return `visit-${this.trial}-${visitor}`;
  }

  /** ASCII: as many bytes as characters. */
  bodyOf(number: number, visitId: string): string {
    return `{"ixnProfile":{"interactionId":"bench-${this.trial}-${number}","visitId":"${visitId}",${REST}}`;
  }

  /** The number of the engagement that an invitation is about. */
  numberIn(invitation: string): number | undefined {
    const found = this.number.exec(invitation)?.[1];
    return found === undefined ? undefined : Number(found);
  }
}
