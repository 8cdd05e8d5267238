import type { IxnProfile } from '#service/engagement/index.js';
import { anIxnProfile } from '../../support/builders.js';
import { API_KEY, bearer } from '../../support/credentials.js';
import type { AttemptView, History } from './history.js';

/** What came back: a status and a body; status 0 when the connection broke. */
export interface Reply {
  readonly status: number;
  readonly body: Partial<AttemptView> & { readonly code?: string };
  readonly replayed: boolean;
  readonly tookMs: number;
}

type Headers = Readonly<Record<string, string>>;

const PATIENCE_MS = 5_000;

/** A strategy: engages and cancels over REST, and notes what it was answered. */
export class Strategy {
  /** @param url a backend node, or what stands in front of them */
  constructor(
    private readonly history: History,
    private readonly url: string,
  ) {}

  async engage(overrides: Partial<IxnProfile> = {}, headers: Headers = {}): Promise<Reply> {
    const ixnProfile = anIxnProfile(overrides);
    const reply = await this.post('engage', { ixnProfile }, headers);
    this.history.engaged(ixnProfile, reply);
    return reply;
  }

  async cancel(cancelData: { readonly interactionId: string; readonly visitId?: string }): Promise<Reply> {
    const reply = await this.post('noengage', { cancelData });
    this.history.cancelled(cancelData.interactionId, reply);
    return reply;
  }

  /** How an attempt stands. */
  async stateOf(attemptId: string): Promise<string> {
    const reply = await fetch(`${this.url}/backend/data/gateway/attempts/${attemptId}`, { headers: bearer(API_KEY) });
    const { state }: AttemptView = await reply.json();
    return state;
  }

  private async post(verb: string, body: object, headers: Headers = {}): Promise<Reply> {
    const begun = performance.now();
    try {
      const reply = await fetch(`${this.url}/backend/data/gateway/${verb}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer(API_KEY), ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const replayed = reply.headers.get('idempotent-replayed') === 'true';
      const content = (await reply.json()) as Reply['body'];
      return { status: reply.status, body: content, replayed, tookMs: performance.now() - begun };
    } catch {
      return { status: 0, body: {}, replayed: false, tookMs: performance.now() - begun };
    }
  }
}
