import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';
import { Configuration } from '../config/index.js';
import { CallLimit } from './call-limit.js';
import { AddressRefusedError, guardedLookup } from './guarded-lookup.js';
import { hostOf } from './host-of.js';
import { Networks } from './networks.js';

/** How much of a reply is read, in bytes. */
const MOST_BYTES = 65_536;

/** How many calls of one line are made to one origin at once; further ones wait. */
export const CALLS_AT_ONCE = 32;

export interface OutgoingCall {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long it may take in all, in milliseconds. */
  readonly withinMs: number;
  /** Aborts the call before its time. Any number of calls may share it. */
  readonly signal?: AbortSignal;
  /** Calls of a line share connections, and wait for each other where they are many; those of other lines do not. */
  readonly line?: string;
}

export type CallOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** What it says, as far as it is read. */
      readonly body: string;
    }
  /** Nothing is known of what it came to. */
  | { readonly kind: 'failed'; readonly why: string }
  /** Nor here, since its signal has ended it. */
  | { readonly kind: 'broken-off' };

/**
 * Calls other services: whoever is on the public internet over https, and whoever is on a network that the deployer names
 * over http too. Redirects are not followed, and the names of hosts are looked up with each connection.
 */
@Injectable()
export class OutgoingCalls implements OnApplicationShutdown {
  private readonly networks: Networks;
  /** By protocol and line. */
  private readonly agents = new Map<string, Agent>();

  constructor(@Inject(Configuration) { outgoingNetworks }: Pick<Configuration, 'outgoingNetworks'>) {
    this.networks = new Networks(outgoingNetworks);
  }

  async post({ url, headers, body, withinMs, signal, line = '' }: OutgoingCall): Promise<CallOutcome> {
    const { protocol } = url;
    if (protocol !== 'http:' && protocol !== 'https:') return { kind: 'failed', why: `${protocol} is no way to call` };
    if (!this.mayCallByNumber(url)) return { kind: 'failed', why: new AddressRefusedError(url.hostname).message };
    const limit = new CallLimit(withinMs, signal);
    try {
      const response = await this.agentOf(protocol, line).request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers,
        body,
        signal: limit.signal,
      });
      return {
        kind: 'answered',
        status: response.statusCode,
        headers: response.headers,
        body: await beginningOf(response.body),
      };
    } catch (error) {
      if (limit.isUnwanted) return { kind: 'broken-off' };
      return { kind: 'failed', why: limit.isOver ? `no reply within ${withinMs} ms` : reasonOf(error) };
    } finally {
      limit.lift();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }

  private agentOf(protocol: 'http:' | 'https:', line: string): Agent {
    const name = `${protocol}${line}`;
    const known = this.agents.get(name);
    if (known !== undefined) return known;
    const agent = new Agent({
      connections: CALLS_AT_ONCE,
      pipelining: 1,
      maxHeaderSize: 16_384,
      connect: { lookup: guardedLookup((address) => this.networks.admits(protocol, address)) },
    });
    this.agents.set(name, agent);
    return agent;
  }

  /** Numbers are not looked up. */
  private mayCallByNumber(url: URL): boolean {
    const host = hostOf(url);
    return isIP(host) === 0 || this.networks.admits(url.protocol, host);
  }
}

/** The rest is not waited for; where it breaks off, what came before counts. */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MOST_BYTES) break;
    }
  } catch {
    // What it answered is known.
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}
