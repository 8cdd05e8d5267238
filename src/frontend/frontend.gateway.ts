import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { Inject } from '@nestjs/common';
import { CallerAddress, FrontendAuthenticator } from '../access/index.js';
import { Configuration } from '../config/index.js';
import { type DispositionReply, FRONTEND_NAMESPACE, type RenewalReply, type VisitReply } from '../contract/index.js';
import { EngagementService } from '../engagement/index.js';
import { Fault } from '../faults/index.js';
import { readFields, validationFailed } from '../fields/index.js';
import { Tracing } from '../tracing/index.js';
import { acknowledged, toldProblemOf } from './acknowledge.js';
import { ConnectedSockets } from './connected-sockets.js';
import { ConnectedVisits } from './connected-visits.js';
import { Departure } from './departure.js';
import { DispositionDto } from './dto/disposition.dto.js';
import { TokenRenewalDto } from './dto/token-renewal.dto.js';
import { VisitMembershipDto } from './dto/visit-membership.dto.js';
import { guardEvents } from './event-gate.js';
import { forgetRequest, isKnown } from './forget-request.js';
import { FrontendMeasures } from './frontend-measures.js';
import type { FrontendNamespace, FrontendSocket } from './frontend-socket.js';
import { InvitationPush } from './invitation-push.js';
import { SocketLog } from './socket-log.js';
import { TokenExpirySweep } from './token-expiry-sweep.js';

/** How long a refused handshake's connection stays, for the refusal to get through, in milliseconds. */
const REFUSED_CLOSES_AFTER_MS = 100;

/** The Socket.IO side: what browsers and Frontend Servers connect to. */
@WebSocketGateway({ namespace: FRONTEND_NAMESPACE })
export class FrontendGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    private readonly engagement: EngagementService,
    private readonly push: InvitationPush,
    private readonly visits: ConnectedVisits,
    private readonly authenticator: FrontendAuthenticator,
    private readonly addresses: CallerAddress,
    private readonly expiry: TokenExpirySweep,
    private readonly departure: Departure,
    private readonly sockets: ConnectedSockets,
    private readonly log: SocketLog,
    private readonly measures: FrontendMeasures,
    private readonly tracing: Tracing,
    @Inject(Configuration) private readonly configuration: Configuration,
  ) {}

  afterInit(namespace: FrontendNamespace): void {
    this.expiry.over(namespace);
    this.departure.of(namespace);
    this.sockets.of(namespace);
    namespace.use((socket, next) => {
      this.welcome(socket).then(
        () => next(),
        (error: unknown) => {
          next(this.refusal(socket, error));
          // The refusal is on its way. Who was refused has no business here.
          setTimeout(() => socket.conn.close(), REFUSED_CLOSES_AFTER_MS).unref();
        },
      );
    });
  }

  async handleConnection(socket: FrontendSocket): Promise<void> {
    const { identity } = socket.data;
    this.measures.connected.add(identity.kind);
    this.log.connected(socket);
    if (identity.kind === 'frontend-server') return;
    try {
      await this.enter(socket, identity.visitId, identity.pageId);
    } catch (error) {
      toldProblemOf(error);
      // What the visit's pages may show is not known now: the browser connects again, and asks again.
      this.measures.cut.add('store-unavailable');
      socket.conn.close();
    }
  }

  handleDisconnect(socket: FrontendSocket, why?: string): void {
    this.log.disconnected(socket, why);
    this.visits.leaveAll(socket);
  }

  @SubscribeMessage('disposition')
  disposition(@ConnectedSocket() socket: FrontendSocket, @MessageBody() body: unknown): Promise<DispositionReply> {
    return acknowledged(this.measures, 'disposition', async () => {
      const { pageId, ...report } = readFields(DispositionDto, body);
      const begun = Date.now();
      const attempt = await this.engagement.recordDisposition({ ...report, ...reporterOf(socket, pageId) });
      this.tracing.partOf(attempt, `disposition ${report.disposition}`, { kind: 'server', begun }).end();
      return { state: attempt.state };
    });
  }

  @SubscribeMessage('visit:join')
  join(@ConnectedSocket() socket: FrontendSocket, @MessageBody() body: unknown): Promise<VisitReply> {
    return acknowledged(this.measures, 'visit:join', async () => {
      const membership = readFields(VisitMembershipDto, body);
      this.makeRoom(socket, membership);
      await this.enter(socket, membership.visitId, membership.pageId ?? null);
      return {};
    });
  }

  @SubscribeMessage('visit:leave')
  leave(@ConnectedSocket() socket: FrontendSocket, @MessageBody() body: unknown): Promise<VisitReply> {
    return acknowledged(this.measures, 'visit:leave', async () => {
      const { visitId, pageId } = readFields(VisitMembershipDto, body);
      if (socket.data.identity.kind === 'browser')
        throw new Fault('forbidden-visit', 'A browser leaves its visit by disconnecting.');
      this.visits.leave(socket, visitId, pageId);
      return {};
    });
  }

  @SubscribeMessage('token:renew')
  renew(@ConnectedSocket() socket: FrontendSocket, @MessageBody() body: unknown): Promise<RenewalReply> {
    return acknowledged(this.measures, 'token:renew', async () => {
      const { token } = readFields(TokenRenewalDto, body);
      const { identity, address } = socket.data;
      const { expiresAt } = await this.authenticator.renew(identity, token, address);
      if (identity.kind === 'browser') socket.data.identity = { ...identity, expiresAt };
      this.expiry.renewed(socket);
      return {};
    });
  }

  /** Lets a frontend in that shows who it is, unless its visit has all the connections that it may have. */
  private async welcome(socket: FrontendSocket): Promise<void> {
    const { connectionsPerVisit, eventsPerSecond } = this.configuration;
    if (isKnown(socket)) throw new Fault('not-authenticated', 'A connection says once who it is: make a new one.');
    const address = this.addresses.of(socket.request);
    const identity = await this.authenticator.authenticate(socket.handshake.auth, address);
    if (identity.kind === 'browser') {
      if (this.visits.of(identity.visitId).length >= connectionsPerVisit)
        throw new Fault('too-many-connections', `The visit has ${connectionsPerVisit} connections already.`);
    }
    socket.data = { identity, address, visits: new Map() };
    guardEvents(socket, identity.kind === 'browser' ? eventsPerSecond : null, this.log, this.measures);
    forgetRequest(socket);
  }

  private refusal(socket: FrontendSocket, error: unknown): Error {
    const problem = toldProblemOf(error);
    this.measures.refused.add(problem.code);
    // One that is known has its address in its data only, and that of another socket.
    if (!isKnown(socket)) this.log.refused(problem, this.addresses.of(socket.request));
    return Object.assign(new Error(problem.title), { data: problem });
  }

  /** Joins first and asks the store then, so that an invitation made in between comes twice rather than never. */
  private async enter(socket: FrontendSocket, visitId: string, pageId: string | null): Promise<void> {
    this.visits.join(socket, visitId, pageId);
    for (const attempt of await this.engagement.activeOf(visitId)) this.push.inviteOne(socket, attempt);
  }

  /** A browser stands for one page of its own visit: the page before makes room for the new one. */
  private makeRoom(socket: FrontendSocket, { visitId, pageId }: VisitMembershipDto): void {
    const { identity } = socket.data;
    if (identity.kind === 'frontend-server') return;
    if (identity.visitId !== visitId) throw new Fault('forbidden-visit', 'A browser joins its own visit only.');
    if (pageId === undefined) throw validationFailed([{ pointer: '/pageId', detail: 'is missing: name the new page' }]);
    this.visits.leave(socket, visitId);
  }
}

/** Whose report it is, and from which page. */
function reporterOf(
  socket: FrontendSocket,
  pageId: string | undefined,
): { visitId: string | null; actor: string | null; page: string; via?: string } {
  const { identity, visits } = socket.data;
  if (identity.kind === 'frontend-server') return { visitId: null, actor: identity.name, page: pageId ?? socket.id };
  const [current] = visits.get(identity.visitId) ?? [];
  return { visitId: identity.visitId, actor: null, page: current ?? socket.id, via: socket.id };
}
