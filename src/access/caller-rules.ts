import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Configuration, isLoopbackName, isOpenMode } from '../config/index.js';
import { Fault } from '../faults/index.js';

/** What is known of a call before its content is looked at. */
export interface CallHead {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What a proxy says of the caller that it speaks for: one from elsewhere, perhaps. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'] as const;

/**
 * Which pages and host names calls may come from. A browser lends its reach to any site's pages, so that they must not
 * call across origins: neither where a credential would be sent by itself, nor in open mode, where nobody shows one. In
 * open mode a page must not call under a name of its own either that points to this machine.
 */
@Injectable()
export class CallerRules {
  private readonly isOpen: boolean;
  private readonly isAllowed: (origin: string) => boolean;
  /** The last host name that was found to be loopback's: callers hardly ever use another. */
  private loopbackHost: string | undefined;

  constructor(@Inject(Configuration) configuration: Configuration) {
    this.isOpen = isOpenMode(configuration);
    this.isAllowed = matcherOf(configuration.allowedOrigins);
  }

  /** @returns the fault of a call that is refused */
  faultOf({ method, headers }: CallHead): Fault | undefined {
    const { host = '', origin } = headers;
    if (this.isOpen) {
      const fault = this.beyondLoopback(host, headers);
      if (fault !== undefined) return fault;
    }
    if (origin !== undefined) return this.isWelcome(origin, host) ? undefined : foreignPage();
    return isFromOtherSite(headers) && !isNavigation(method, headers) ? foreignPage() : undefined;
  }

  /** Whether pages of an origin may read replies, as the CORS middleware asks. */
  readonly answerCors = (origin: string | undefined, answer: (error: null, isAllowed: boolean) => void): void =>
    answer(null, origin !== undefined && this.isAllowed(origin));

  private isWelcome(origin: string, host: string): boolean {
    return origin === `http://${host}` || origin === `https://${host}` || this.isAllowed(origin);
  }

  private beyondLoopback(host: string, headers: IncomingHttpHeaders): Fault | undefined {
    if (host !== this.loopbackHost && !isLoopbackName(host)) {
      return new Fault(
        'forbidden-host',
        'Without credentials the service answers under loopback names only, such as localhost.',
      );
    }
    this.loopbackHost = host;
    if (FORWARDED.some((header) => headers[header] !== undefined))
      return new Fault('forbidden-host', 'Without credentials the service is not reached through a proxy.');
    return undefined;
  }
}

/** Origins as they are sent, and patterns whose first label is an asterisk. */
function matcherOf(patterns: readonly string[]): (origin: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const wild = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (origin) =>
    exact.has(origin) ||
    wild.some(
      ([before = '', after = '']) =>
        origin.startsWith(before) &&
        origin.endsWith(after) &&
        LABELS.test(origin.slice(before.length, origin.length - after.length)),
    );
}

/** What an asterisk stands for. */
const LABELS = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

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
