import { describe, expect, it } from 'vitest';
import { whyOutOfReach } from './reach.js';

const whyNot = (url: string, ...named: readonly string[]): string | undefined => whyOutOfReach(new URL(url), named);

describe('an address that would never be called', () => {
  it.each([
    ['https://127.0.0.1/', 'OUTGOING_NETWORKS=loopback'],
    ['http://localhost:9000/', 'OUTGOING_NETWORKS=loopback'],
    ['https://[::1]/', 'OUTGOING_NETWORKS=loopback'],
    ['https://10.1.2.3/', 'OUTGOING_NETWORKS=10.1.2.3'],
    ['http://routing.internal/', 'OUTGOING_NETWORKS=loopback or OUTGOING_NETWORKS=10.0.0.0/8, or use https'],
    ['http://93.184.216.34/', 'use https'],
  ])('has a remedy: %s', (url, remedy) => {
    expect(whyNot(url)).toContain(remedy);
  });

  it.each([
    ['https://routing.internal/', []],
    ['https://93.184.216.34/', []],
    ['http://routing.internal/', ['10.0.0.0/8']],
    ['http://localhost:9000/', ['loopback']],
    ['http://10.1.2.3/', ['10.0.0.0/8']],
  ])('is none of these: %s', (url, named) => {
    expect(whyNot(url, ...named)).toBeUndefined();
  });
});
