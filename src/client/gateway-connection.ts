import type { Socket } from 'socket.io-client';
import type {
  BrowserAuth,
  Disposition,
  DispositionReply,
  FrontendToGatewayEvents,
  GatewayToFrontendEvents,
  InvitationClosed,
  InvitationMessage,
  Problem,
  VisitMembership,
} from '../contract/index.js';

const ACKNOWLEDGE_WITHIN_MS = 5_000;
const COME_BACK_WITHIN_MS = 10_000;

/** Who hears what comes from the gateway. */
export interface ConnectionListener {
  readonly connected: () => void;
  readonly disconnected: () => void;
  readonly invited: (attempt: InvitationMessage) => void;
  readonly ended: (closing: InvitationClosed) => void;
  readonly refused: (problem: Problem) => void;
}

export type GatewaySocket = Socket<GatewayToFrontendEvents, FrontendToGatewayEvents>;

/** The connection to the gateway: comes back when it was lost, with fresh credentials each time. */
export class GatewayConnection {
  private comingBack: ReturnType<typeof setTimeout> | undefined;
  private handshakes = 0;
  private wasConnected = false;
  private expired = false;
  /** The token of the last handshake, and the last one that had expired. */
  private shownToken: string | undefined;
  private expiredToken: string | undefined;

  /**
   * @param socket not connected yet
   * @param comeBackWithinMs after a refusal that may pass, browsers come back spread over this time
   */
  constructor(
    private readonly socket: GatewaySocket,
    private readonly credentials: () => Promise<BrowserAuth>,
    private readonly listener: ConnectionListener,
    private readonly comeBackWithinMs = COME_BACK_WITHIN_MS,
  ) {
    socket.auth = (send) => void this.introduce(send);
    socket.on('connect', () => {
      this.wasConnected = true;
      listener.connected();
    });
    socket.on('invitation', listener.invited);
    socket.on('invitation:closed', listener.ended);
    socket.on('disconnect', (reason) => {
      // Also told of a connection that was lost before it was made.
      if (this.wasConnected) listener.disconnected();
      this.wasConnected = false;
      if (reason !== 'io server disconnect') return;
      // A token that expired is no reason to wait.
      if (this.expired) this.socket.connect();
      else this.comeBack();
      this.expired = false;
    });
    socket.on('token:expiring', () => void this.renewToken());
    socket.on('token:expired', () => {
      this.expired = true;
    });
    socket.on('connect_error', (error: Error & { data?: Problem }) => {
      if (error.data === undefined) return;
      listener.refused(error.data);
      if (mayPass(error.data) || this.hasFreshToken(error.data)) this.comeBack();
    });
  }

  get isUp(): boolean {
    return this.socket.connected;
  }

  open(): void {
    this.socket.connect();
  }

  close(): void {
    clearTimeout(this.comingBack);
    this.socket.disconnect();
  }

  /** Rejects when no acknowledgement comes in time. */
  report(disposition: Disposition): Promise<DispositionReply> {
    return this.socket.timeout(ACKNOWLEDGE_WITHIN_MS).emitWithAck('disposition', disposition);
  }

  /** Says which page this is now; without an acknowledgement, by a new connection. */
  async join(membership: VisitMembership): Promise<void> {
    try {
      const reply = await this.socket.timeout(ACKNOWLEDGE_WITHIN_MS).emitWithAck('visit:join', membership);
      if (!reply.ok) this.listener.refused(reply.problem);
    } catch {
      this.renew();
    }
  }

  /** Connects anew, so that the credentials are asked for again. */
  renew(): void {
    if (this.socket.connected) this.socket.disconnect().connect();
  }

  /** Shows a fresh token in place of the one that runs out. Without one, the gateway closes the connection in the end. */
  private async renewToken(): Promise<void> {
    try {
      const { token } = await this.credentials();
      if (token === undefined || token === this.shownToken) return;
      const reply = await this.socket.timeout(ACKNOWLEDGE_WITHIN_MS).emitWithAck('token:renew', { token });
      if (reply.ok) this.shownToken = token;
      else this.listener.refused(reply.problem);
    } catch {
      // The next handshake asks for a token again.
    }
  }

  /** Whether it is worth asking for another token: the page did not give the same expired one twice. */
  private hasFreshToken({ code }: Problem): boolean {
    if (code !== 'token-expired' || this.shownToken === this.expiredToken) return false;
    this.expiredToken = this.shownToken;
    return true;
  }

  private comeBack(): void {
    clearTimeout(this.comingBack);
    this.comingBack = setTimeout(() => this.socket.connect(), Math.random() * this.comeBackWithinMs);
  }

  private async introduce(send: (auth: BrowserAuth) => void): Promise<void> {
    const handshake = ++this.handshakes;
    try {
      const auth = await this.credentials();
      // Credentials that took longer than the connection lasted are not for the next one.
      if (handshake !== this.handshakes) return;
      this.shownToken = auth.token;
      send(auth);
    } catch (error) {
      this.listener.refused(noToken(error));
      this.socket.disconnect();
      this.comeBack();
    }
  }
}

/** A refusal for what the page is or shows is final; trouble on the gateway's side, or too much at once, is not. */
function mayPass({ status }: Problem): boolean {
  return status >= 500 || status === 429;
}

function noToken(error: unknown): Problem {
  return {
    type: 'about:blank',
    title: 'There is no visit token',
    status: 401,
    code: 'no-visit-token',
    detail: `The page's token function failed: ${String(error)}`,
  };
}
