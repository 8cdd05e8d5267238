import type { InvitationContent, JsonObject } from '../contract/index.js';

/** What a strategy sends to start an attempt: the notification's parameters. */
export interface IxnProfile {
  readonly interactionId: string;
  readonly visitId: string;
  readonly pageId?: string;
  readonly channel?: string;
  readonly language?: string;
  readonly ruleName?: string;
  readonly invitation?: InvitationContent;
  /** Seconds. */
  readonly timeToLive?: number;
  readonly data?: JsonObject;
  readonly clientData?: JsonObject;
}

export const DEFAULT_CHANNEL = 'chat';
export const DEFAULT_TIME_TO_LIVE_SECONDS = 300;
export const DEFAULT_DISPLAY_SECONDS = 60;

/** What a strategy sends to take an attempt back. At least one of the ids is there; the interaction decides. */
export interface CancelData {
  readonly interactionId?: string;
  readonly visitId?: string;
  readonly reason?: string;
}
