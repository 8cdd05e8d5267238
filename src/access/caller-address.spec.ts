import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { CallerAddress, isLoopbackAddress, networkOf } from './caller-address.js';

function addressOf(remoteAddress: string, forwardedFor?: string, trustedProxies: readonly string[] = []): string {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  // All that is looked at of a request.
  const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
  return new CallerAddress({ trustedProxies }).of(request);
}

describe('the address of a call', () => {
  it('is where its connection comes from', () => {
    expect(addressOf('192.0.2.7')).toBe('192.0.2.7');
    expect(addressOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  it('is not what anybody says it is', () => {
    expect(addressOf('192.0.2.7', '198.51.100.1')).toBe('192.0.2.7');
  });

  it('is what a trusted proxy says, and no more than that', () => {
    expect(addressOf('10.1.2.3', '198.51.100.1', ['10.0.0.0/8'])).toBe('198.51.100.1');
    expect(addressOf('10.1.2.3', '1.2.3.4, 198.51.100.1', ['10.0.0.0/8'])).toBe('198.51.100.1');
    expect(addressOf('10.1.2.3', '198.51.100.1, 10.9.9.9', ['10.0.0.0/8'])).toBe('198.51.100.1');
    expect(addressOf('127.0.0.1', '198.51.100.1', ['loopback'])).toBe('198.51.100.1');
  });

  it('is a whole network of IPv6, which one caller has to itself', () => {
    expect(addressOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:2::ff')).toBe(networkOf('2001:0DB8:0001:0002:ffff::1'));
    expect(networkOf('2001:db8:1:3::ff')).not.toBe(networkOf('2001:db8:1:2::ff'));
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', networkOf('::1')])('is %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(['192.0.2.7', '10.0.0.1', '::2:1', '1270.0.0.1', '', undefined])('is not %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(false);
  });
});
