import { isIP } from 'node:net';
import { hostOf } from './host-of.js';
import { Networks } from './networks.js';

/**
 * What would never be called is told at once, as far as its address shows.
 *
 * @param named the networks of `OUTGOING_NETWORKS`
 * @returns the remedy; `undefined` when nothing speaks against it
 */
export function whyOutOfReach(url: URL, named: readonly string[]): string | undefined {
  const { protocol } = url;
  const networks = new Networks(named);
  const host = hostOf(url);
  const number = host === 'localhost' ? '127.0.0.1' : host;
  if (isIP(number) === 0)
    return protocol === 'http:' && named.length === 0
      ? 'plain http goes only to networks of OUTGOING_NETWORKS: name the one that it is on, for example OUTGOING_NETWORKS=loopback or OUTGOING_NETWORKS=10.0.0.0/8, or use https'
      : undefined;
  if (networks.admits(protocol, number)) return undefined;
  return networks.holds(number)
    ? 'plain http goes only to networks of OUTGOING_NETWORKS: use https'
    : `it is on a network that may not be called, unless OUTGOING_NETWORKS names it, for example OUTGOING_NETWORKS=${networkOf(number)}`;
}

function networkOf(number: string): string {
  return /^127\.|^::1$/.test(number) ? 'loopback' : number;
}
