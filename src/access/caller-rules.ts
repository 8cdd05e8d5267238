import type { IncomingHttpHeaders } from 'node:http';
import type { Configuration } from '../config/index.js';
import { Fault } from '../faults/index.js';
import { isLoopbackName } from './loopback.js';

/** What is known of a call before its content is looked at. */
export interface CallHead {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What a proxy says of the caller that it speaks for: one from elsewhere, perhaps. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'] as const;

/**
 * Which pages and host names calls may come from. In open mode nobody shows a credential, so that the browser of
 * whoever runs the service must not lend its reach to other sites' pages: neither by a call across origins, nor under a
 * name of their own that points to this machine.
 */
export class CallerRules {
  constructor(private readonly configuration: Pick<Configuration, 'allowedOrigins'>) {}

  /** @returns the fault of a call that is refused */
  faultOf({ method, headers }: CallHead): Fault | undefined {
    const { host = '', origin } = headers;
    if (!isLoopbackName(host)) {
      return new Fault(
        'forbidden-host',
        'Without credentials the service answers under loopback names only, such as localhost.',
      );
    }
    if (FORWARDED.some((header) => headers[header] !== undefined)) {
      return new Fault('forbidden-host', 'Without credentials the service is not reached through a proxy.');
    }
    if (origin !== undefined) return this.isWelcome(origin, host) ? undefined : foreignPage();
    return isFromOtherSite(headers) && !isNavigation(method, headers) ? foreignPage() : undefined;
  }

  private isWelcome(origin: string, host: string): boolean {
    return (
      origin === `http://${host}` || origin === `https://${host}` || this.configuration.allowedOrigins.includes(origin)
    );
  }
}

function foreignPage(): Fault {
  return new Fault('forbidden-origin', 'Pages of other origins may call only when ALLOWED_ORIGINS names them.');
}

function isFromOtherSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

/** Somebody follows a link to one of the service's pages. */
function isNavigation(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
