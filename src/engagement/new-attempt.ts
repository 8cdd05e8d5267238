import { isDeepStrictEqual } from 'node:util';
import { answerWithin } from './answer-time.js';
import type { ActiveAttempt, AttemptDetails, Moment, NewAttempt } from './attempt.js';
import {
  DEFAULT_CHANNEL,
  DEFAULT_DISPLAY_SECONDS,
  DEFAULT_TIME_TO_LIVE_SECONDS,
  type IxnProfile,
} from './ixn-profile.js';

/** Where an attempt comes from. */
export interface Origin {
  readonly attemptId: string;
  readonly now: Moment;
  readonly actor: string | null;
  readonly traceParent: string | null;
}

/** The attempt that a profile asks for, with defaults in place of what it leaves out. */
export function newAttempt(profile: IxnProfile, { attemptId, now, actor, traceParent }: Origin): NewAttempt {
  const displaySeconds = profile.invitation?.displaySeconds ?? DEFAULT_DISPLAY_SECONDS;
  const expiresAt = now + (profile.timeToLive ?? DEFAULT_TIME_TO_LIVE_SECONDS) * 1000;
  return {
    attemptId,
    interactionId: profile.interactionId,
    visitId: profile.visitId,
    pageId: profile.pageId ?? null,
    channel: profile.channel ?? DEFAULT_CHANNEL,
    language: profile.language ?? null,
    ruleName: profile.ruleName ?? null,
    state: 'pending',
    reason: null,
    createdAt: now,
    expiresAt,
    actor,
    endedAt: null,
    traceParent,
    deadline: expiresAt,
    answerWithin: answerWithin(displaySeconds),
    invitation: { ...profile.invitation, displaySeconds },
    data: profile.data ?? null,
    clientData: profile.clientData ?? null,
  };
}

/** Whether a stored attempt came from a profile of the same content. */
export function hasContentOf(stored: AttemptDetails, asked: NewAttempt): boolean {
  return isDeepStrictEqual(contentOf(stored), contentOf(asked));
}

function contentOf(attempt: AttemptDetails | NewAttempt): unknown {
  const { visitId, pageId, channel, language, ruleName, invitation, data, clientData } = attempt;
  const timeToLive = attempt.expiresAt === null ? null : attempt.expiresAt - attempt.createdAt;
  const content = { visitId, pageId, channel, language, ruleName, invitation, data, clientData, timeToLive };
  // Through JSON, as the store keeps it: -0 becomes 0, absent members stay away.
  return JSON.parse(JSON.stringify(content));
}

/** What pages may be told of it: nothing that is kept from them. */
export function shownPartOf(attempt: NewAttempt): ActiveAttempt {
  return {
    attemptId: attempt.attemptId,
    interactionId: attempt.interactionId,
    visitId: attempt.visitId,
    pageId: attempt.pageId,
    channel: attempt.channel,
    language: attempt.language,
    ruleName: attempt.ruleName,
    state: attempt.state,
    reason: attempt.reason,
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
    endedAt: attempt.endedAt,
    traceParent: attempt.traceParent,
    deadline: attempt.deadline,
    invitation: attempt.invitation,
    clientData: attempt.clientData,
  };
}
