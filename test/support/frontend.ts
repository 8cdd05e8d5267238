import type {
  Disposition,
  DispositionReply,
  FrontendToGatewayEvents,
  GatewayToFrontendEvents,
  InvitationClosed,
  InvitationMessage,
  RenewalReply,
  VisitMembership,
  VisitReply,
} from '#service/contract/index.js';
import { io, type Socket } from 'socket.io-client';

const PATIENCE_MS = 5_000;

/** What has come and has not been looked at yet. */
class Inbox<T> {
  private readonly items: T[] = [];
  private waiting: ((item: T) => void) | undefined;

  put(item: T): void {
    if (this.waiting === undefined) this.items.push(item);
    else this.waiting(item);
    this.waiting = undefined;
  }

  /** The next one, as soon as it comes. */
  async next(): Promise<T> {
    const item = this.items.shift();
    if (item !== undefined) return item;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nothing came')), PATIENCE_MS);
      this.waiting = (came) => {
        clearTimeout(timer);
        resolve(came);
      };
    });
  }

  get all(): readonly T[] {
    return this.items;
  }
}

/** A connection to the frontend namespace, as a browser or a Frontend Server has it. */
export class TestFrontend {
  readonly invitations = new Inbox<InvitationMessage>();
  readonly closings = new Inbox<InvitationClosed>();
  /** What it is told of its token: `expiring` and `expired`, with the seconds that are left. */
  readonly tokenNews = new Inbox<string>();
  readonly disconnections = new Inbox<string>();

  private constructor(private readonly socket: Socket<GatewayToFrontendEvents, FrontendToGatewayEvents>) {
    socket.on('invitation', (message) => this.invitations.put(message));
    socket.on('invitation:closed', (message) => this.closings.put(message));
    socket.on('token:expiring', ({ remainingSeconds }) => this.tokenNews.put(`expiring in ${remainingSeconds}`));
    socket.on('token:expired', ({ remainingSeconds }) => this.tokenNews.put(`expired, ${remainingSeconds} left`));
    socket.on('disconnect', (reason) => this.disconnections.put(reason));
  }

  static async connect(
    service: { readonly url: string },
    auth: object,
    options: object = {},
    namespace = '/frontend',
  ): Promise<TestFrontend> {
    const socket = io(`${service.url}${namespace}`, {
      auth: { ...auth },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...options,
    });
    const frontend = new TestFrontend(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return frontend;
  }

  report(disposition: Disposition): Promise<DispositionReply> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck('disposition', disposition);
  }

  join(membership: VisitMembership): Promise<VisitReply> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck('visit:join', membership);
  }

  leave(membership: VisitMembership): Promise<VisitReply> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck('visit:leave', membership);
  }

  renew(token: string): Promise<RenewalReply> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck('token:renew', { token });
  }

  /** Sends what no honest frontend would. */
  send(event: string, payload: unknown): Promise<DispositionReply> {
    const socket: Socket = this.socket;
    return socket.timeout(PATIENCE_MS).emitWithAck(event, payload);
  }

  /** Resolves when everything that the gateway had sent by now has come: messages keep their order. */
  async caughtUp(): Promise<void> {
    await this.leave({ visitId: 'no visit of mine' });
  }

  close(): void {
    this.socket.close();
  }
}
