import type { IncomingMessage } from 'node:http';

/** Who calls the REST API. */
export interface Caller {
  /** The name of its key or certificate, for logs and the audit trail; `null` in open mode, where nobody has one. */
  readonly name: string | null;
}

/**
 * Whose keys a call takes: `strategy` for the Engagement API; `site` also those of Frontend Servers; `operator` only those
 * of whoever runs the service.
 */
export type CallerKind = 'strategy' | 'site' | 'operator';

/** Decides from the head of a request who calls. */
export abstract class CallerAuthenticator {
  /** @throws Fault `not-authenticated` or `too-many-requests` */
  abstract authenticate(request: IncomingMessage, kind: CallerKind): Promise<Caller>;
}
