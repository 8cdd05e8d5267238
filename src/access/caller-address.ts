import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import proxyAddress from 'proxy-addr';
import { Configuration } from '../config/index.js';

/** Finds out from which address a call comes, also through proxies that are trusted. */
@Injectable()
export class CallerAddress {
  private readonly isTrusted: (address: string, index: number) => boolean;

  constructor(@Inject(Configuration) { trustedProxies }: Pick<Configuration, 'trustedProxies'>) {
    this.isTrusted = trustedProxies.length === 0 ? () => false : proxyAddress.compile([...trustedProxies]);
  }

  /** The address that limits count by: an IPv4 address, or the /64 network of an IPv6 one, which one caller has whole. */
  of(request: IncomingMessage): string {
    return networkOf(proxyAddress(request, this.isTrusted));
  }

  isProxy(address: string): boolean {
    return this.isTrusted(address, 0);
  }
}

export function networkOf(address: string | undefined = ''): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain;
}

export function isLoopbackAddress(address: string | undefined = ''): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return (isIPv4(plain) && plain.startsWith('127.')) || plain === '::1' || plain === LOOPBACK_NETWORK;
}

/** As `networkOf` has `::1`. */
const LOOPBACK_NETWORK = '0:0:0:0::/64';

/** The eight groups of an IPv6 address, each without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
