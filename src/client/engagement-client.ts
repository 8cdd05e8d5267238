import { io } from 'socket.io-client';
import { FRONTEND_NAMESPACE } from '../contract/frontend-events.js';
import type { BrowserAuth, DispositionName, DispositionReply, InvitationMessage } from '../contract/index.js';
import { detailOf } from './detail.js';
import { DispositionOutbox } from './disposition-outbox.js';
import { Emitter } from './emitter.js';
import type { EngagementEvents } from './events.js';
import { GatewayConnection } from './gateway-connection.js';
import { InvitationDesk } from './invitation-desk.js';
import { InvitationPlace } from './invitation-place.js';
import type { EngagementOptions } from './options.js';
import type { AnswerNote, Outcome } from './outcome.js';
import { after, newId, open, pause, whenVisible } from './page.js';

/** A page's connection to the gateway. */
export class EngagementClient {
  private readonly events = new Emitter<EngagementEvents>((error) => reportError(error));
  private readonly place: InvitationPlace;
  private readonly connection: GatewayConnection;
  private readonly outbox: DispositionOutbox;
  private readonly desk: InvitationDesk;
  private page: string;
  /** The page that the gateway takes this one for. */
  private announcedPage: string | undefined;

  /** @internal made by `connect` */
  constructor(private readonly options: EngagementOptions) {
    this.page = options.pageId ?? newId();
    this.place = new InvitationPlace(options);
    this.connection = new GatewayConnection(socketTo(options), () => this.credentials(), {
      connected: () => {
        this.outbox.setConnected(true);
        this.desk.reportAgain();
        // The visitor may have navigated while the connection was being made.
        if (this.announcedPage !== this.page) this.announcePage();
        this.events.emit('connected', undefined);
      },
      disconnected: () => {
        this.outbox.setConnected(false);
        this.events.emit('disconnected', undefined);
      },
      invited: (attempt) => this.desk.receive(attempt),
      ended: ({ attemptId, state, reason }) => this.desk.close(attemptId, state, reason),
      refused: (problem) => this.events.emit('error', { problem }),
    });
    this.outbox = new DispositionOutbox({
      send: (disposition) => this.connection.report(disposition),
      wait: pause,
    });
    this.desk = new InvitationDesk(
      {
        show: (attempt, displayMs) => this.show(attempt, displayMs),
        hide: () => this.place.clear(),
        whenVisible: (run) => this.whenShowable(run),
        report: (attemptId, disposition, note) => this.report(attemptId, disposition, note),
        tell: (outcome) => this.tell(outcome),
        after,
        now: () => performance.now(),
      },
      this.page,
    );
    this.connection.open();
  }

  /** The id of this page. */
  get pageId(): string {
    return this.page;
  }

  /** Whether the connection is up now: for a page that begins to listen after `connected` was told. */
  get connected(): boolean {
    return this.connection.isUp;
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

  off<Name extends keyof EngagementEvents>(name: Name, listener: (detail: EngagementEvents[Name]) => void): void {
    this.events.off(name, listener);
  }

  /**
   * Tells that a single-page site shows another page now. An invitation that was for the page before is put aside,
   * unanswered; it is shown again when the visitor comes back to that page in time.
   */
  navigate(pageId: string): void {
    if (pageId === this.page) return;
    this.page = pageId;
    this.desk.moveTo(pageId);
    if (this.connection.isUp) this.announcePage();
  }

  /** Disconnects, and takes away what is shown. The attempt goes on: another page of the visit may show it. */
  close(): void {
    this.desk.stop();
    this.connection.close();
  }

  private async credentials(): Promise<BrowserAuth> {
    const { token, visitId } = this.options;
    const fresh = typeof token === 'function' ? await token() : token;
    const pageId = this.page;
    this.announcedPage = pageId;
    if (fresh !== undefined) return { token: fresh, pageId };
    return visitId === undefined ? { pageId } : { visitId, pageId };
  }

  private announcePage(): void {
    const { visitId } = this.options;
    this.announcedPage = this.page;
    // Without it only the token knows the visit: a new connection names the page beside the token.
    if (visitId === undefined) this.connection.renew();
    else void this.connection.join({ visitId, pageId: this.page });
  }

  private async report(
    attemptId: string,
    disposition: DispositionName,
    { detail: word = '', dontAskAgain }: AnswerNote = {},
  ): Promise<DispositionReply> {
    const detail = detailOf(word);
    const reply = await this.outbox.report({
      attemptId,
      disposition,
      dispositionId: newId(),
      ...(detail !== undefined && { detail }),
      ...(dontAskAgain && { dontAskAgain }),
    });
    if (!reply.ok && reply.problem.code !== 'attempt-ended') this.events.emit('error', { problem: reply.problem });
    return reply;
  }

  /** A page that shows invitations itself can do so when it listens. */
  private whenShowable(run: () => void): void {
    if (this.place.isThePagesOwn) this.events.whenHeard('invitation', () => whenVisible(run));
    else whenVisible(run);
  }

  private show(attempt: InvitationMessage, displayMs: number): void {
    const { attemptId } = attempt;
    const accept = (): void => this.desk.answer(attemptId, 'accepted');
    const decline = (note?: AnswerNote): void => this.desk.answer(attemptId, 'declined', note);
    this.place.show(attempt, displayMs, { accept, decline });
    const error = this.events.emit('invitation', {
      attempt,
      displayMs,
      // Not at once: an answer from within the listener comes after the report that the invitation is shown.
      accept: () => queueMicrotask(accept),
      decline: (detail) => queueMicrotask(() => decline(detail === undefined ? {} : { detail })),
      dontAskAgain: () => queueMicrotask(() => decline({ dontAskAgain: true })),
    });
    if (error !== undefined && this.place.isThePagesOwn) throw error;
  }

  private tell(outcome: Outcome): void {
    switch (outcome.kind) {
      case 'accepted':
        return this.goOn(outcome.attempt);
      case 'declined':
      case 'ignored':
        return void this.events.emit(outcome.kind, outcome);
      case 'failed':
        return void this.events.emit('failed', outcome);
      case 'closed':
        return void this.events.emit('closed', outcome);
    }
  }

  private goOn(attempt: InvitationMessage): void {
    let stay = false;
    const preventDefault = (): void => {
      stay = true;
    };
    this.events.emit('accepted', { attempt, preventDefault });
    const { url } = attempt.invitation;
    if (!stay && url !== undefined) open(url);
  }
}

function socketTo({ url = location.origin, transports = ['websocket'] }: EngagementOptions): ReturnType<typeof io> {
  return io(new URL(FRONTEND_NAMESPACE, url).href, {
    transports: [...transports],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 1_000,
    reconnectionDelayMax: 10_000,
    // A deploy cuts everybody at once: they come back spread over time.
    randomizationFactor: 0.8,
  });
}
