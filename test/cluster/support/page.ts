import type { AcceptedInvitation, EngagementClient, ShownInvitation } from '../../../src/client/index.js';
import { vi } from 'vitest';
import { aVisitToken } from '../../support/credentials.js';
import type { History } from './history.js';
import { loadLibrary } from './library.js';

const PATIENCE_MS = 10_000;

const { connect } = await loadLibrary();

/** A page of a visit: the browser library as it ships, with a visitor who does what the test says. */
export class Page {
  private readonly onShow = new Map<string, ShownInvitation>();
  private connections = 0;
  private client: EngagementClient;

  private constructor(
    private readonly history: History,
    readonly visitId: string,
    readonly pageId: string,
    url: string,
  ) {
    this.client = connect({
      url,
      pageId,
      token: () => aVisitToken(Date.now(), { sub: visitId }),
      invitationElement: false,
    });
    this.client.on('connected', () => {
      this.connections++;
    });
    this.client.on('disconnected', () => history.disconnected(this));
    this.client.on('invitation', (shown) => {
      this.onShow.set(shown.attempt.attemptId, shown);
      history.shown(this, shown.attempt.attemptId);
    });
    this.client.on('accepted', ({ attempt }: AcceptedInvitation) => this.outcome(attempt.attemptId, 'accepted'));
    this.client.on('declined', ({ attempt }) => this.outcome(attempt.attemptId, 'declined'));
    this.client.on('ignored', ({ attempt }) => this.outcome(attempt.attemptId, 'ignored'));
    this.client.on('closed', ({ attempt, state }) => this.outcome(attempt.attemptId, `closed as ${state}`));
  }

  /** Opens it, and waits until it is connected. */
  static async open(history: History, url: string, visitId: string, pageId: string): Promise<Page> {
    const page = new Page(history, visitId, pageId, url);
    history.opened(page);
    await vi.waitFor(() => page.isConnected || Promise.reject(new Error('not connected')), {
      timeout: PATIENCE_MS,
      interval: 20,
    });
    return page;
  }

  get isConnected(): boolean {
    return this.client.connected;
  }

  /** How often it has connected, the first time included. */
  get connectionCount(): number {
    return this.connections;
  }

  isShowing(attemptId: string): boolean {
    return this.onShow.has(attemptId);
  }

  get showing(): readonly string[] {
    return [...this.onShow.keys()];
  }

  accept(attemptId: string): void {
    this.onShow.get(attemptId)?.accept();
  }

  decline(attemptId: string): void {
    this.onShow.get(attemptId)?.decline();
  }

  close(): void {
    this.client.close();
  }

  private outcome(attemptId: string, told: string): void {
    this.onShow.delete(attemptId);
    this.history.told(this, attemptId, told);
  }
}
