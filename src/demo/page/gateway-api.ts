import type { AttemptState } from '../../contract/attempt-state.js';
import type { Problem } from '../../contract/problem.js';
import type { Transition } from './lifecycle-steps.js';

export type Verb = 'engage' | 'noengage';

/** An attempt, as far as the demo looks into it. */
export interface Attempt {
  readonly attemptId: string;
  readonly interactionId: string;
  readonly state: AttemptState;
  readonly transitions: readonly Transition[];
}

/** What came back for a request. */
export interface Reply {
  readonly status: number;
  readonly statusText: string;
  readonly replayed: boolean;
  readonly body: Partial<Attempt> & Partial<Problem>;
}

/** The REST API, as a strategy calls it. */
export class GatewayApi {
  private constructor(private readonly base: string) {}

  /** The API's path prefix is a setting of the service. */
  static async find(): Promise<GatewayApi> {
    const settings: { contextPath: string } = await (await fetch('/demo/settings.json')).json();
    return new GatewayApi(`${location.origin}${settings.contextPath}/data/gateway`);
  }

  urlOf(verb: Verb): string {
    return `${this.base}/${verb}`;
  }

  async send(verb: Verb, body: object): Promise<Reply> {
    const response = await fetch(this.urlOf(verb), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { status, statusText, headers } = response;
    return { status, statusText, replayed: headers.has('Idempotent-Replayed'), body: await response.json() };
  }

  /** The attempt that was started last for this visit. */
  async newestOf(visitId: string): Promise<Omit<Attempt, 'transitions'> | undefined> {
    const response = await fetch(`${this.base}/attempts?limit=1&visitId=${encodeURIComponent(visitId)}`);
    const { attempts }: { attempts: readonly Omit<Attempt, 'transitions'>[] } = await response.json();
    return attempts[0];
  }

  async attempt(attemptId: string): Promise<Attempt> {
    const response = await fetch(`${this.base}/attempts/${attemptId}`);
    if (!response.ok) throw new Error(`attempt ${attemptId}: ${response.status}`);
    return response.json();
  }
}
