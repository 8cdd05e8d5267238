import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { FrontendAuthenticator } from '../access/index.js';
import { type DispositionReply, FRONTEND_NAMESPACE, type VisitReply } from '../contract/index.js';
import { EngagementService } from '../engagement/index.js';
import { Fault } from '../faults/index.js';
import { readFields, validationFailed } from '../fields/index.js';
import { acknowledged, toldProblemOf } from './acknowledge.js';
import { DispositionDto } from './dto/disposition.dto.js';
import { VisitMembershipDto } from './dto/visit-membership.dto.js';
import type { FrontendNamespace, FrontendSocket } from './frontend-socket.js';
import { InvitationPush } from './invitation-push.js';
import { joinVisit, leaveVisit } from './visit-rooms.js';

/** The Socket.IO side: what browsers and Frontend Servers connect to. */
@WebSocketGateway({ namespace: FRONTEND_NAMESPACE })
export class FrontendGateway implements OnGatewayInit, OnGatewayConnection {
  constructor(
    private readonly engagement: EngagementService,
    private readonly push: InvitationPush,
    private readonly authenticator: FrontendAuthenticator,
  ) {}

  afterInit(namespace: FrontendNamespace): void {
    this.push.through(namespace);
    namespace.use((socket, next) => {
      this.authenticator.authenticate(socket.handshake.auth).then(
        (identity) => {
          socket.data.identity = identity;
          socket.data.visits = new Map();
          next();
        },
        (error: unknown) => next(refusal(error)),
      );
    });
  }

  async handleConnection(socket: FrontendSocket): Promise<void> {
    const { identity } = socket.data;
    if (identity.kind === 'frontend-server') return;
    try {
      await this.enter(socket, identity.visitId, identity.pageId);
    } catch (error) {
      toldProblemOf(error);
      // What the visit's pages may show is not known now: the browser connects again, and asks again.
      socket.conn.close();
    }
  }

  @SubscribeMessage('disposition')
  disposition(@ConnectedSocket() socket: FrontendSocket, @MessageBody() body: unknown): Promise<DispositionReply> {
    return acknowledged(async () => {
      const { pageId, ...report } = readFields(DispositionDto, body);
      const state = await this.engagement.recordDisposition({ ...report, ...reporterOf(socket, pageId) });
      return { state };
    });
  }

  @SubscribeMessage('visit:join')
  join(@ConnectedSocket() socket: FrontendSocket, @MessageBody() body: unknown): Promise<VisitReply> {
    return acknowledged(async () => {
      const membership = readFields(VisitMembershipDto, body);
      await this.makeRoom(socket, membership);
      await this.enter(socket, membership.visitId, membership.pageId ?? null);
      return {};
    });
  }

  @SubscribeMessage('visit:leave')
  leave(@ConnectedSocket() socket: FrontendSocket, @MessageBody() body: unknown): Promise<VisitReply> {
    return acknowledged(async () => {
      const { visitId, pageId } = readFields(VisitMembershipDto, body);
      if (socket.data.identity.kind === 'browser')
        throw new Fault('forbidden-visit', 'A browser leaves its visit by disconnecting.');
      await leaveVisit(socket, visitId, pageId);
      return {};
    });
  }

  /** Joins first and asks the store then, so that an invitation made in between comes twice rather than never. */
  private async enter(socket: FrontendSocket, visitId: string, pageId: string | null): Promise<void> {
    await joinVisit(socket, visitId, pageId);
    for (const attempt of await this.engagement.activeOf(visitId)) this.push.inviteOne(socket, attempt);
  }

  /** A browser stands for one page of its own visit: the page before makes room for the new one. */
  private async makeRoom(socket: FrontendSocket, { visitId, pageId }: VisitMembershipDto): Promise<void> {
    const { identity } = socket.data;
    if (identity.kind === 'frontend-server') return;
    if (identity.visitId !== visitId) throw new Fault('forbidden-visit', 'A browser joins its own visit only.');
    if (pageId === undefined) throw validationFailed([{ pointer: '/pageId', detail: 'is missing: name the new page' }]);
    await leaveVisit(socket, visitId);
  }
}

/** Whose report it is, and from which page. */
function reporterOf(
  socket: FrontendSocket,
  pageId: string | undefined,
): { visitId: string | null; page: string; via?: string } {
  const { identity, visits } = socket.data;
  if (identity.kind === 'frontend-server') return { visitId: null, page: pageId ?? socket.id };
  const [current] = visits.get(identity.visitId) ?? [];
  return { visitId: identity.visitId, page: current ?? socket.id, via: socket.id };
}

function refusal(error: unknown): Error {
  const problem = toldProblemOf(error);
  return Object.assign(new Error(problem.title), { data: problem });
}
