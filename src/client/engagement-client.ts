import { io, type Socket } from 'socket.io-client';
import { FRONTEND_NAMESPACE } from '../contract/frontend-events.js';
import type {
  BrowserAuth,
  DispositionName,
  DispositionReply,
  FrontendToGatewayEvents,
  GatewayToFrontendEvents,
  InvitationMessage,
  Problem,
} from '../contract/index.js';
import { DispositionOutbox } from './disposition-outbox.js';
import { Emitter } from './emitter.js';
import { createInvitation, type EngagementInvitation } from './engagement-invitation.js';
import { InvitationDesk, type Outcome } from './invitation-desk.js';
import { newId, open, whenVisible } from './page.js';
import { ENGLISH, type InvitationTexts, textsFor } from './texts.js';

const ACKNOWLEDGE_WITHIN_MS = 5_000;
const LONGEST_PAUSE_MS = 10_000;

/** How to connect. */
export interface EngagementOptions {
  /** Where the gateway is; the page's own origin when left out. */
  readonly url?: string;
  /** The visit, in open mode. */
  readonly visitId?: string;
  /** A visit token, or a function that gets one: it is asked for each connection. */
  readonly token?: string | (() => string | Promise<string>);
  /** This page, for strategies that invite a single one; made up when left out. */
  readonly pageId?: string;
  /** `false`: the page shows invitations itself, on the `invitation` event. */
  readonly card?: boolean;
  /** Captions for what a strategy leaves out. */
  readonly texts?: Partial<InvitationTexts>;
}

/** An invitation to show now, for a page that shows it itself. */
export interface ShownInvitation {
  readonly attempt: InvitationMessage;
  accept(): void;
  /** @param detail a word on how, kept with the attempt */
  decline(detail?: string): void;
}

export interface EngagementEvents {
  readonly connected: undefined;
  readonly disconnected: undefined;
  readonly invitation: ShownInvitation;
  /** The visitor accepted, and no other page was faster. `preventDefault` keeps the page where it is. */
  readonly accepted: { readonly attempt: InvitationMessage; preventDefault(): void };
  readonly declined: { readonly attempt: InvitationMessage };
  readonly ignored: { readonly attempt: InvitationMessage };
  /** It ended elsewhere: in another page, by the strategy, in time. */
  readonly closed: Extract<Outcome, { kind: 'closed' }>;
  /** The gateway refused something. */
  readonly error: { readonly problem: Problem };
}

/** A page's connection to the gateway. */
export class EngagementClient {
  /** The id of this page. */
  pageId: string;

  private readonly events = new Emitter<EngagementEvents>();
  private readonly socket: Socket<GatewayToFrontendEvents, FrontendToGatewayEvents>;
  private readonly outbox: DispositionOutbox;
  private readonly desk: InvitationDesk;
  private readonly texts: InvitationTexts;
  private card: EngagementInvitation | undefined;

  /** @internal made by `connect` */
  constructor(private readonly options: EngagementOptions) {
    this.pageId = options.pageId ?? newId();
    this.texts = { ...ENGLISH, ...options.texts };
    this.socket = io(`${options.url ?? location.origin}${FRONTEND_NAMESPACE}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: LONGEST_PAUSE_MS,
      // A deploy cuts everybody at once: they come back spread over time.
      randomizationFactor: 0.7,
      auth: (send) => void this.credentials().then(send),
    });
    this.outbox = new DispositionOutbox(
      (disposition) => this.socket.timeout(ACKNOWLEDGE_WITHIN_MS).emitWithAck('disposition', disposition),
      (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    );
    this.desk = new InvitationDesk(
      {
        show: (attempt) => this.show(attempt),
        hide: () => this.hide(),
        whenVisible,
        report: (attemptId, disposition, detail) => this.report(attemptId, disposition, detail),
        tell: (outcome) => this.tell(outcome),
        after: (milliseconds, run) => {
          const timer = setTimeout(run, milliseconds);
          return () => clearTimeout(timer);
        },
        now: () => performance.now(),
      },
      this.pageId,
    );
    this.listen();
  }

  /**
   * Listens to an event.
   *
   * @returns a function that takes the listener off again
   * @example client.on('accepted', ({ attempt }) => openChat(attempt.interactionId))
   */
  on<Name extends keyof EngagementEvents>(name: Name, listener: (detail: EngagementEvents[Name]) => void): () => void {
    return this.events.on(name, listener);
  }

  /** Tells that a single-page site shows another page now. */
  navigate(pageId: string): void {
    this.pageId = pageId;
    this.desk.moveTo(pageId);
    if (this.socket.connected) void this.join(pageId);
  }

  /** Disconnects, and takes away what is shown. The attempt goes on: another page of the visit may show it. */
  close(): void {
    this.socket.close();
    this.hide();
  }

  private listen(): void {
    const { socket } = this;
    socket.on('invitation', (attempt) => this.desk.receive(attempt));
    socket.on('invitation:closed', ({ attemptId, state }) => this.desk.close(attemptId, state));
    socket.on('connect', () => {
      this.outbox.setConnected(true);
      this.events.emit('connected', undefined);
    });
    socket.on('disconnect', (reason) => {
      this.outbox.setConnected(false);
      this.events.emit('disconnected', undefined);
      if (reason === 'io server disconnect') this.connectLater();
    });
    socket.on('connect_error', (error: Error & { data?: Problem }) => {
      const problem = error.data;
      if (problem === undefined) return;
      this.events.emit('error', { problem });
      // A refusal is final; a gateway that is in trouble is asked again.
      if (problem.status >= 500) this.connectLater();
    });
  }

  private connectLater(): void {
    setTimeout(() => this.socket.connect(), Math.random() * LONGEST_PAUSE_MS);
  }

  private async credentials(): Promise<BrowserAuth> {
    const { token, visitId } = this.options;
    const { pageId } = this;
    if (token !== undefined) return { token: typeof token === 'string' ? token : await token(), pageId };
    return visitId === undefined ? { pageId } : { visitId, pageId };
  }

  private async join(pageId: string): Promise<void> {
    const { visitId } = this.options;
    if (visitId === undefined) {
      // The token knows the visit: a new connection names the page with it.
      this.socket.disconnect().connect();
      return;
    }
    const reply = await this.socket.timeout(ACKNOWLEDGE_WITHIN_MS).emitWithAck('visit:join', { visitId, pageId });
    if (!reply.ok) this.events.emit('error', { problem: reply.problem });
  }

  private async report(attemptId: string, disposition: DispositionName, detail?: string): Promise<DispositionReply> {
    const reply = await this.outbox.report({
      attemptId,
      disposition,
      dispositionId: newId(),
      ...(detail !== undefined && detail !== '' && { detail }),
    });
    if (!reply.ok && reply.problem.code !== 'attempt-ended') this.events.emit('error', { problem: reply.problem });
    return reply;
  }

  private show(attempt: InvitationMessage): void {
    const { attemptId, invitation, language } = attempt;
    if (this.options.card !== false) {
      this.card = createInvitation();
      this.card.present(textsFor(invitation, this.texts), language, (choice) => {
        this.card?.waitForVerdict();
        this.desk.answer(attemptId, choice.answer, choice.answer === 'declined' ? choice.detail : undefined);
      });
      document.body.append(this.card);
    }
    this.events.emit('invitation', {
      attempt,
      accept: () => this.desk.answer(attemptId, 'accepted'),
      decline: (detail) => this.desk.answer(attemptId, 'declined', detail),
    });
  }

  private hide(): void {
    this.card?.remove();
    this.card = undefined;
  }

  private tell(outcome: Outcome): void {
    if (outcome.kind === 'closed') return this.events.emit('closed', outcome);
    if (outcome.kind !== 'accepted') return this.events.emit(outcome.kind, outcome);
    let stay = false;
    this.events.emit('accepted', {
      attempt: outcome.attempt,
      preventDefault: () => {
        stay = true;
      },
    });
    const { url } = outcome.attempt.invitation;
    if (!stay && url !== undefined) open(url);
  }
}
