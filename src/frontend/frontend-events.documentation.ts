import type { Type as ClassOf } from '@nestjs/common';
import {
  type FrontendToGatewayEvents,
  type GatewayToFrontendEvents,
  InvitationClosed,
  InvitationMessage,
  TokenExpiry,
} from '../contract/index.js';
import type { FaultCode } from '../faults/index.js';
import { DispositionDto } from './dto/disposition.dto.js';
import { DoneDto, RecordedDto } from './dto/replies.dto.js';
import { TokenRenewalDto } from './dto/token-renewal.dto.js';
import { VisitMembershipDto } from './dto/visit-membership.dto.js';

/** What the documents say of an event. Its payload is of the class that the event map names. */
export interface EventDocumentation<Payload = unknown> {
  readonly summary: string;
  readonly description: string;
  readonly payload: ClassOf<Payload>;
  /** Payloads as they are sent, by what each is an example of. */
  readonly examples: Readonly<Record<string, Payload>>;
}

/** The same for an event that is acknowledged. */
export interface AcknowledgedEventDocumentation<
  Payload = unknown,
  Accepted = unknown,
> extends EventDocumentation<Payload> {
  readonly accepted: {
    readonly description: string;
    readonly reply: ClassOf<Accepted>;
    readonly example: Accepted;
  };
  /** Why it may be refused, beside what any event may meet. */
  readonly refusals: readonly FaultCode[];
}

type PayloadOf<Listener> = Listener extends (payload: infer Payload, ...rest: never[]) => void ? Payload : never;
type AcceptedBy<Listener> = Listener extends (payload: never, acknowledge: (reply: infer Reply) => void) => void
  ? Extract<Reply, { readonly ok: true }>
  : never;

/** An event of the map that is missing here, or that is told of with another payload, does not compile. */
type FromGateway = {
  readonly [Event in keyof GatewayToFrontendEvents]: EventDocumentation<PayloadOf<GatewayToFrontendEvents[Event]>>;
};
type FromFrontend = {
  readonly [Event in keyof FrontendToGatewayEvents]: AcknowledgedEventDocumentation<
    PayloadOf<FrontendToGatewayEvents[Event]>,
    AcceptedBy<FrontendToGatewayEvents[Event]>
  >;
};

const ATTEMPT_ID = '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21';
const VISIT_ID = 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a';
const PAGE_ID = '654E0122924F42EA82B5C581A394555D';

/** Every event from the gateway. */
export const FROM_GATEWAY: FromGateway = {
  invitation: {
    summary: 'A visitor is invited.',
    description:
      'Sent when an attempt starts, when a page that may show it connects or joins, and again when no page has ' +
      'confirmed it: at least once, until the attempt ends. Show each `attemptId` once. An attempt whose ' +
      '`invitation:closed` came first is not shown.',
    payload: InvitationMessage,
    examples: {
      'to every page of the visit': {
        attemptId: ATTEMPT_ID,
        interactionId: '0000Ja8VNEVB000G',
        visitId: VISIT_ID,
        pageId: null,
        channel: 'chat',
        language: 'en',
        state: 'pending',
        invitation: {
          title: 'Can we help you?',
          message: 'One of our specialists is free right now and can answer your questions.',
          acceptLabel: 'Chat now',
          declineLabel: 'No, thanks',
          displaySeconds: 60,
        },
        clientData: { theme: 'winter' },
        remainingSeconds: 300,
      },
    },
  },
  'invitation:closed': {
    summary: 'An attempt has ended.',
    description:
      'Sent to the pages of the visit when one of them answers (but to the browser that answered), and when the attempt is ' +
      'cancelled, replaced, expires or is ignored. A page that shows it closes it.',
    payload: InvitationClosed,
    examples: {
      'taken back by the strategy': {
        attemptId: ATTEMPT_ID,
        visitId: VISIT_ID,
        state: 'cancelled',
        reason: 'no agent is free any more',
      },
    },
  },
  'token:expiring': {
    summary: 'A browser’s visit token runs out.',
    description:
      'Sent half a minute before. A `token:renew` with a fresh token keeps the connection; otherwise `token:expired` follows.',
    payload: TokenExpiry,
    examples: { 'half a minute before': { remainingSeconds: 30 } },
  },
  'token:expired': {
    summary: 'A browser’s visit token has expired.',
    description:
      'The connection is closed. A browser that connects again with a fresh token gets what is active for its visit: an ' +
      'invitation that it shows is not lost.',
    payload: TokenExpiry,
    examples: { 'at the end': { remainingSeconds: 0 } },
  },
};

/** Every event from a frontend. Each is acknowledged. */
export const FROM_FRONTEND: FromFrontend = {
  disposition: {
    summary: 'What became of an invitation in a page.',
    description:
      'May be sent again when its acknowledgement was lost. `delivered` and `shown` are answered `ok` again while the ' +
      'attempt is active; an ending is answered `ok` again to the same `dispositionId`, and `attempt-ended` to anybody ' +
      'else: of two pages that accept, exactly one may open the chat. `failed` ends the attempt only if no other page ' +
      'shows it. With `dontAskAgain`, a visitor who declines wants no further invitation in this visit.',
    payload: DispositionDto,
    examples: {
      'the visitor sees it': { attemptId: ATTEMPT_ID, disposition: 'shown' },
      'the visitor accepts': {
        attemptId: ATTEMPT_ID,
        disposition: 'accepted',
        dispositionId: '5f1c1f8e-8f0e-4f43-9a3c-0f7c1f0c9b11',
      },
      'the visitor declines, and wants no further invitation': {
        attemptId: ATTEMPT_ID,
        disposition: 'declined',
        dispositionId: '5f1c1f8e-8f0e-4f43-9a3c-0f7c1f0c9b11',
        dontAskAgain: true,
      },
      'a Frontend Server tells of a page that could not show it': {
        attemptId: ATTEMPT_ID,
        disposition: 'failed',
        detail: 'the page has no room for it',
        pageId: PAGE_ID,
      },
    },
    accepted: {
      description: 'Recorded; `state` is the attempt’s state now.',
      reply: RecordedDto,
      example: { ok: true, state: 'accepted' },
    },
    refusals: ['attempt-ended', 'disposition-out-of-order', 'attempt-not-found'],
  },
  'visit:join': {
    summary: 'A visit, or another page of it, is joined.',
    description:
      'A Frontend Server joins each visit that it relays for; without `pageId`, for every page of it. A browser has ' +
      'joined its own visit by connecting, and sends this with a new `pageId` when a single-page site navigates. What ' +
      'is active for the visit comes as `invitation`.',
    payload: VisitMembershipDto,
    examples: {
      'a Frontend Server relays for a visit': { visitId: VISIT_ID },
      'a single-page site navigates': { visitId: VISIT_ID, pageId: PAGE_ID },
    },
    accepted: { description: 'Joined.', reply: DoneDto, example: { ok: true } },
    refusals: ['forbidden-visit'],
  },
  'visit:leave': {
    summary: 'A visit, or a page of it, is left.',
    description: 'From a Frontend Server. Without `pageId`, all of the visit is left.',
    payload: VisitMembershipDto,
    examples: { 'a visit is over': { visitId: VISIT_ID } },
    accepted: { description: 'Left.', reply: DoneDto, example: { ok: true } },
    refusals: ['forbidden-visit'],
  },
  'token:renew': {
    summary: 'A fresh visit token in place of the one that runs out.',
    description:
      'From a browser, for the visit that it is connected for, at any time. In open mode there are no tokens.',
    payload: TokenRenewalDto,
    examples: {
      'a fresh token': {
        token:
          'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJiM2M1YTNlMC01YTBlLTRjNmUtOWY1Ny0wYTRiOGU0YzhkMWEiLCJpYXQiOjE3Njk4NjA4MDAsImV4cCI6MTc2OTg2NDQwMH0.c2lnbmF0dXJl',
      },
    },
    accepted: {
      description: 'The connection holds as long as the fresh token does.',
      reply: DoneDto,
      example: { ok: true },
    },
    refusals: ['not-authenticated', 'token-expired', 'forbidden-visit', 'token-keys-unavailable'],
  },
};

/** Why any event may be refused. */
export const ANY_REFUSALS: readonly FaultCode[] = [
  'validation-failed',
  'unknown-event',
  'too-many-requests',
  'store-unavailable',
  'internal-error',
];

/** Why a handshake may be refused. */
export const HANDSHAKE_REFUSALS: readonly FaultCode[] = [
  'not-authenticated',
  'token-expired',
  'forbidden-visit',
  'validation-failed',
  'too-many-connections',
  'too-many-requests',
  'token-keys-unavailable',
];
