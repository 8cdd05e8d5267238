import type { IxnProfile } from '#service/engagement/index.js';
import type { Reply } from './strategy.js';

export interface AttemptView {
  readonly attemptId: string;
  readonly interactionId: string;
  readonly visitId: string | null;
  readonly state: string;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** A page of a visit, as it looks from outside. */
export interface SeenPage {
  readonly visitId: string;
  readonly pageId: string;
  readonly isConnected: boolean;
  /** The attempts whose invitations are on show. */
  readonly showing: readonly string[];
  readonly close: () => void;
}

/** Everything that the test's strategies and visitors saw, with its time by one clock, in milliseconds. */
export class History {
  readonly engages: { readonly profile: IxnProfile; readonly reply: Reply; readonly at: number }[] = [];
  readonly cancels: { readonly interactionId: string; readonly reply: Reply; readonly at: number }[] = [];
  readonly pages: SeenPage[] = [];
  readonly showings: { readonly page: SeenPage; readonly attemptId: string; readonly at: number }[] = [];
  readonly outcomes: {
    readonly page: SeenPage;
    readonly attemptId: string;
    readonly told: string;
    readonly at: number;
  }[] = [];

  readonly losses: { readonly page: SeenPage; readonly at: number }[] = [];

  engaged(profile: IxnProfile, reply: Reply): void {
    this.engages.push({ profile, reply, at: performance.now() });
  }

  cancelled(interactionId: string, reply: Reply): void {
    this.cancels.push({ interactionId, reply, at: performance.now() });
  }

  opened(page: SeenPage): void {
    this.pages.push(page);
  }

  shown(page: SeenPage, attemptId: string): void {
    this.showings.push({ page, attemptId, at: performance.now() });
  }

  disconnected(page: SeenPage): void {
    this.losses.push({ page, at: performance.now() });
  }

  told(page: SeenPage, attemptId: string, told: string): void {
    this.outcomes.push({ page, attemptId, told, at: performance.now() });
  }
}
