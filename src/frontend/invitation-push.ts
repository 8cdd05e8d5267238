import { Injectable } from '@nestjs/common';
import type { InvitationClosed, InvitationMessage } from '../contract/index.js';
import { type ActiveAttempt, Clock, type EndedAttempt, remainingSeconds } from '../engagement/index.js';
import type { FrontendNamespace, FrontendSocket } from './frontend-socket.js';
import { audienceOf, isInAudience, visitRoom } from './visit-rooms.js';

/** Sends invitations and their closing to the pages of a visit. A push is a hint: what counts is in the store. */
@Injectable()
export class InvitationPush {
  private namespace: FrontendNamespace | undefined;

  constructor(private readonly clock: Clock) {}

  /** Sends through this namespace from now on. Before, there is nobody to send to. */
  through(namespace: FrontendNamespace): void {
    this.namespace = namespace;
  }

  /** To every page that shows the attempt, on whichever node it is connected. */
  invite(attempt: ActiveAttempt): void {
    this.namespace?.to(audienceOf(attempt)).emit('invitation', this.messageOf(attempt));
  }

  /** To the pages that this node itself holds. */
  inviteHere(attempt: ActiveAttempt): void {
    this.namespace?.local.to(audienceOf(attempt)).emit('invitation', this.messageOf(attempt));
  }

  /** Whether this node itself holds sockets of the visit. */
  isHere(visitId: string): boolean {
    return this.namespace?.adapter.rooms.has(visitRoom(visitId)) ?? false;
  }

  /** To one socket, if the attempt is for its page. */
  inviteOne(socket: FrontendSocket, attempt: ActiveAttempt): void {
    if (isInAudience(socket, attempt)) socket.emit('invitation', this.messageOf(attempt));
  }

  /** @param except the socket whose report ended the attempt */
  close(attempt: EndedAttempt, except: string | undefined): void {
    if (attempt.visitId === null) return;
    const room = this.namespace?.to(visitRoom(attempt.visitId));
    (except === undefined ? room : room?.except(except))?.emit(
      'invitation:closed',
      closedMessage(attempt, attempt.visitId),
    );
  }

  private messageOf(attempt: ActiveAttempt): InvitationMessage {
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
      remainingSeconds: remainingSeconds(attempt, this.clock.now()),
    };
  }
}

function closedMessage({ attemptId, state, reason }: EndedAttempt, visitId: string): InvitationClosed {
  return { attemptId, visitId, state, reason };
}
