import type { IncomingMessage } from 'node:http';

/** Who calls the REST API. */
export interface Caller {
  /** The name of its key or certificate, for logs and the audit trail; `null` in open mode, where nobody has one. */
  readonly name: string | null;
}

/** Decides from the head of a request who calls. */
export abstract class StrategyAuthenticator {
  /**
   * @param keys whose keys are taken: `strategy` for the Engagement API, `site` also those of Frontend Servers
   * @throws Fault `not-authenticated` or `too-many-requests`
   */
  abstract authenticate(request: IncomingMessage, keys: 'strategy' | 'site'): Promise<Caller>;
}
