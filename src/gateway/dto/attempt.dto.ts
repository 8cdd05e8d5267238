import { ApiSchema } from '@nestjs/swagger';
import type { AttemptState, JsonObject } from '../../contract/index.js';
import type { Attempt, AttemptDetails, Author, Moment, Transition } from '../../engagement/index.js';
import { InvitationDto } from './invitation.dto.js';

@ApiSchema({ name: 'Attempt', description: 'An engagement attempt. Absent values are `null`.' })
export class AttemptDto {
  /**
   * UUIDv7: attempt ids sort by age.
   * @example '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21'
   */
  attemptId!: string;

  /**
   * The interaction that the strategy is processing. It has exactly one attempt.
   * @example '0000Ja8VNEVB000G'
   */
  interactionId!: string;

  /**
   * The visit whose browser is invited; `null` only while a cancellation waits for the engage that it overtook.
   * @example 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a'
   */
  visitId!: string | null;

  /**
   * The only page that shows the invitation; `null`: every open page of the visit does.
   * @example '654E0122924F42EA82B5C581A394555D'
   */
  pageId!: string | null;

  /**
   * What is offered: `chat`, `callback`, or a name of the deployer's own.
   * @example 'chat'
   */
  channel!: string | null;

  /**
   * Language of the invitation, a BCP 47 tag.
   * @example 'en'
   */
  language!: string | null;

  /**
   * The rule that fired.
   * @example 'cart-abandonment'
   */
  ruleName!: string | null;

  /**
   * `pending`, `delivered` (a frontend has it) and `shown` (the visitor sees it) are active; the others are endings.
   * @example 'pending'
   */
  state!: AttemptState;

  /**
   * Why it ended so, where somebody said so; `replaced` when a newer attempt took its place; of a suppressed one, which rule
   * speaks against it.
   * @example 'no agent is free any more'
   */
  reason!: string | null;

  /**
   * When the attempt was put on record; RFC 3339, UTC.
   * @example '2026-01-31T12:00:00.000Z'
   */
  createdAt!: string;

  /**
   * When the attempt expires unless a page has shown it by then; RFC 3339, UTC.
   * @example '2026-01-31T12:05:00.000Z'
   */
  expiresAt!: string | null;

  /**
   * When it ended; RFC 3339, UTC. `null` while it is active.
   * @example '2026-01-31T12:00:20.000Z'
   */
  endedAt!: string | null;

  static of(attempt: Attempt): AttemptDto {
    const { attemptId, interactionId, visitId, pageId, channel, language, ruleName, state, reason } = attempt;
    return {
      attemptId,
      interactionId,
      visitId,
      pageId,
      channel,
      language,
      ruleName,
      state,
      reason,
      createdAt: timestamp(attempt.createdAt),
      expiresAt: attempt.expiresAt === null ? null : timestamp(attempt.expiresAt),
      endedAt: attempt.endedAt === null ? null : timestamp(attempt.endedAt),
    };
  }
}

@ApiSchema({ name: 'Transition', description: 'A step of an attempt’s lifecycle.' })
export class TransitionDto {
  /**
   * The state that the attempt came to.
   * @example 'pending'
   */
  state!: AttemptState;

  /**
   * When; RFC 3339, UTC.
   * @example '2026-01-31T12:00:00.000Z'
   */
  at!: string;

  /**
   * Who brought it about.
   * @example 'strategy'
   */
  by!: Author;

  /**
   * The name of the key, or of the certificate, that it was done with; `null` for a visitor and for the gateway itself,
   * and in open mode.
   * @example 'orchestration'
   */
  actor!: string | null;

  /**
   * Why, where somebody said so.
   * @example 'no agent is free any more'
   */
  reason!: string | null;

  static of(transition: Transition): TransitionDto {
    return { ...transition, at: timestamp(transition.at) };
  }
}

@ApiSchema({
  name: 'AttemptDetails',
  description: 'An attempt with what the strategy attached and what became of it, step by step.',
})
export class AttemptDetailsDto extends AttemptDto {
  /** What the visitor reads; `null` while a cancellation waits for its engage. */
  invitation!: InvitationDto | null;

  /**
   * Attached data, never sent to the browser.
   * @example { "cartTotal": 129.9 }
   */
  data!: JsonObject | null;

  /**
   * The data that the browser gets with the invitation.
   * @example { "theme": "winter" }
   */
  clientData!: JsonObject | null;

  /** The audit trail, oldest first. */
  transitions!: TransitionDto[];

  static override of(attempt: AttemptDetails): AttemptDetailsDto {
    const { invitation, data, clientData, transitions } = attempt;
    return {
      ...AttemptDto.of(attempt),
      invitation,
      data,
      clientData,
      transitions: transitions.map((transition) => TransitionDto.of(transition)),
    };
  }
}

function timestamp(moment: Moment): string {
  return new Date(moment).toISOString();
}
