import type { Type as ClassOf } from '@nestjs/common';
import {
  type FrontendToGatewayEvents,
  type GatewayToFrontendEvents,
  InvitationClosed,
  InvitationMessage,
} from '../contract/index.js';
import { DispositionDto } from './dto/disposition.dto.js';
import { VisitMembershipDto } from './dto/visit-membership.dto.js';

/** What the documents say of an event. */
export interface EventDocumentation {
  readonly summary: string;
  readonly description: string;
  readonly payload: ClassOf;
}

export interface AcknowledgedEventDocumentation extends EventDocumentation {
  /** What an accepted one is answered, beside a refusal, which is the same for all. */
  readonly accepted: { readonly description: string; readonly example: object };
}

/** Every event from the gateway. An event of the map that is missing here does not compile. */
export const FROM_GATEWAY: Readonly<Record<keyof GatewayToFrontendEvents, EventDocumentation>> = {
  invitation: {
    summary: 'A visitor is invited.',
    description:
      'Sent when an attempt starts, when a page that may show it connects or joins, and again when no page has ' +
      'confirmed it: at least once, until the attempt ends. Show each `attemptId` once. An attempt whose ' +
      '`invitation:closed` came first is not shown.',
    payload: InvitationMessage,
  },
  'invitation:closed': {
    summary: 'An attempt has ended.',
    description:
      'Sent to the pages of the visit when one of them answers (but to the one that answered), and when the attempt is ' +
      'cancelled, replaced, expires or is ignored. A page that shows it closes it.',
    payload: InvitationClosed,
  },
};

/** Every event from a frontend. Each is acknowledged. */
export const FROM_FRONTEND: Readonly<Record<keyof FrontendToGatewayEvents, AcknowledgedEventDocumentation>> = {
  disposition: {
    summary: 'What became of an invitation in a page.',
    description:
      'May be sent again when its acknowledgement was lost. `delivered` and `shown` are answered `ok` again while the ' +
      'attempt is active; an ending is answered `ok` again to the same `dispositionId`, and `attempt-ended` to anybody ' +
      'else: of two pages that accept, exactly one may open the chat. `failed` ends the attempt only if no other page ' +
      'shows it.',
    payload: DispositionDto,
    accepted: {
      description: 'Recorded; `state` is the attempt’s state now.',
      example: { ok: true, state: 'accepted' },
    },
  },
  'visit:join': {
    summary: 'A visit, or another page of it, is joined.',
    description:
      'A Frontend Server joins each visit that it relays for; without `pageId`, for every page of it. A browser has ' +
      'joined its own visit by connecting, and sends this with a new `pageId` when a single-page site navigates. What ' +
      'is active for the visit comes as `invitation`.',
    payload: VisitMembershipDto,
    accepted: { description: 'Joined.', example: { ok: true } },
  },
  'visit:leave': {
    summary: 'A visit, or a page of it, is left.',
    description: 'From a Frontend Server. Without `pageId`, all of the visit is left.',
    payload: VisitMembershipDto,
    accepted: { description: 'Left.', example: { ok: true } },
  },
};
