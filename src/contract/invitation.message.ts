import type { ActiveState, EndedState } from './attempt-state.js';

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What the visitor reads. Texts are plain: markup in them is shown as it is written, never interpreted. */
export class InvitationContent {
  /**
   * Headline of the invitation.
   * @example 'Can we help you?'
   */
  title?: string;

  /**
   * The invitation itself.
   * @example 'One of our specialists is free right now and can answer your questions.'
   */
  message?: string;

  /**
   * Caption of the button that accepts.
   * @example 'Chat now'
   */
  acceptLabel?: string;

  /**
   * Caption of the button that declines.
   * @example 'No, thanks'
   */
  declineLabel?: string;

  /**
   * How long the visitor has to answer, in seconds, from when the invitation is shown.
   * @example 60
   */
  displaySeconds?: number;

  /**
   * Where an accepted invitation leads: an http or https address that the browser opens.
   * @example 'https://www.example.com/chat'
   */
  url?: string;
}

/**
 * An invitation for the pages of a visit. It can come more than once (on each connect, and when a push may have been
 * lost): a page shows each `attemptId` once.
 */
export class InvitationMessage {
  /**
   * The attempt: what dispositions and `invitation:closed` name.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  attemptId!: string;

  /**
   * The interaction that the strategy is processing.
   * @example '0000Ja8VNEVB000G'
   */
  interactionId!: string;

  /**
   * The visit whose browser is invited.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  visitId!: string;

  /**
   * The only page that shows the invitation; `null`: every open page of the visit does.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  pageId!: string | null;

  /**
   * What is offered: `chat`, `callback`, or a name of the deployer's own.
   * @example 'chat'
   */
  channel!: string;

  /**
   * Language of the invitation, a BCP 47 tag.
   * @example 'en'
   */
  language!: string | null;

  /**
   * How far the attempt has got. `shown`: a page of this visit showed it already, so that `remainingSeconds` is what is
   * left of its display; otherwise, what is left until it must be shown.
   * @example 'pending'
   */
  state!: ActiveState;

  /** What the visitor reads. */
  invitation!: InvitationContent;

  /**
   * The strategy's data for the browser, untouched.
   * @example { "theme": "winter" }
   */
  clientData!: JsonObject | null;

  /**
   * Seconds until the invitation ends by itself, counted by the server when it sent this: browsers' clocks lie.
   * @example 300
   */
  remainingSeconds!: number;
}

/** An attempt has ended: a page that shows it closes it, one that has not will not show it. */
export class InvitationClosed {
  /**
   * The attempt, as named by its `invitation`.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  attemptId!: string;

  /**
   * The visit that it was for.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  visitId!: string;

  /**
   * How it ended.
   * @example 'cancelled'
   */
  state!: EndedState;

  /**
   * Why, where somebody said so.
   * @example 'no agent is free any more'
   */
  reason!: string | null;
}
