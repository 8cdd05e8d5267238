import { Injectable } from '@nestjs/common';
import type { InvitationClosed, InvitationMessage } from '../contract/index.js';
import { type ActiveAttempt, Clock, type EndedAttempt, type Moment, remainingSeconds } from '../engagement/index.js';
import { Tracing } from '../tracing/index.js';
import { ConnectedVisits, isInAudience } from './connected-visits.js';
import { EndedLately } from './ended-lately.js';
import { FrontendMeasures, type Occasion } from './frontend-measures.js';
import type { FrontendSocket } from './frontend-socket.js';
import { sendAlike } from './send-alike.js';

/**
 * Sends invitations and their closing to the pages of a visit that are connected to this node. A push is a hint: what
 * counts is in the store.
 */
@Injectable()
export class InvitationPush {
  private readonly endedLately = new EndedLately();
  /** The visit of each attempt that pages here may show, as far as is known. */
  private readonly open = new Map<string, string>();

  constructor(
    private readonly visits: ConnectedVisits,
    private readonly clock: Clock,
    private readonly measures: FrontendMeasures,
    private readonly tracing: Tracing,
  ) {}

  /**
   * To every page that shows the attempt.
   *
   * @param upon how this node has come to know of it
   */
  invite(attempt: ActiveAttempt, upon: 'news' | 'sweep'): void {
    if (!this.isHere(attempt.visitId)) return;
    const isKnown = this.isOpen(attempt.attemptId);
    if (!this.opens(attempt)) return;
    const now = this.clock.now();
    const audience = this.visits.audienceOf(attempt);
    sendAlike(audience, 'invitation', messageOf(attempt, now));
    if (audience.length > 0) this.count(attempt, isKnown ? 'again' : upon, now, audience.length);
  }

  /** To one socket, if the attempt is for its page. */
  inviteOne(socket: FrontendSocket, attempt: ActiveAttempt): void {
    if (!isInAudience(socket, attempt) || !this.opens(attempt)) return;
    const now = this.clock.now();
    socket.emit('invitation', messageOf(attempt, now));
    this.count(attempt, 'joining', now, 1);
  }

  /** @param except the socket whose report ended the attempt */
  close(attempt: EndedAttempt, except: string | undefined): void {
    this.endedLately.add(attempt.attemptId);
    this.open.delete(attempt.attemptId);
    const { visitId } = attempt;
    if (visitId === null) return;
    const others = this.visits.of(visitId).filter(({ id }) => id !== except);
    sendAlike(others, 'invitation:closed', closedMessage(attempt, visitId));
    if (others.length === 0) return;
    this.tracing
      .partOf(attempt, 'push invitation:closed', { beside: { 'engagement.push.pages': others.length } })
      .end();
  }

  /** Whether sockets of the visit are connected to this node. */
  isHere(visitId: string): boolean {
    return this.visits.has(visitId);
  }

  /** Whether pages connected to this node have been invited by it, and not told that it has ended. */
  isOpen(attemptId: string): boolean {
    return this.open.has(attemptId);
  }

  /** @returns attempts that pages connected to this node may show, and that nobody has said to have ended */
  openHere(): readonly string[] {
    for (const [attemptId, visitId] of this.open) if (!this.isHere(visitId)) this.open.delete(attemptId);
    return [...this.open.keys()];
  }

  /** @returns false for an attempt that has ended since its invitation was on its way */
  private opens({ attemptId, visitId }: ActiveAttempt): boolean {
    if (this.endedLately.has(attemptId)) return false;
    this.open.set(attemptId, visitId);
    return true;
  }

  /** How late pages come is not the service's matter. All nodes share the clock that attempts are made by. */
  private count(attempt: ActiveAttempt, occasion: Occasion, now: Moment, pages: number): void {
    const { createdAt } = attempt;
    this.measures.invitations.add(occasion);
    const beside = { 'engagement.push.occasion': occasion, 'engagement.push.pages': pages };
    this.tracing.partOf(attempt, 'push invitation', { beside }).end();
    if (occasion === 'news' || occasion === 'sweep')
      this.measures.pushSeconds.observe(Math.max(0, now - createdAt) / 1000);
  }
}

function messageOf(attempt: ActiveAttempt, now: Moment): InvitationMessage {
  const { attemptId, interactionId, visitId, pageId, channel, language, state, invitation, clientData } = attempt;
  return {
    attemptId,
    interactionId,
    visitId,
    pageId,
    channel,
    language,
    state,
    invitation,
    clientData,
    remainingSeconds: remainingSeconds(attempt, now),
  };
}

function closedMessage({ attemptId, state, reason }: EndedAttempt, visitId: string): InvitationClosed {
  return { attemptId, visitId, state, reason };
}
