import { describe, expect, it } from 'vitest';
import { Networks } from './networks.js';

const REFUSED = [
  '127.0.0.1',
  '127.8.9.10',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.0.1',
  '192.168.255.255',
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::7f00:1',
  '::a9fe:a9fe',
  '4000::1',
  '1::1',
  '::ffff:a9fe:a9fe',
  '::ffff:168.63.129.16',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'fd12:3456:789a::1',
  'ff02::1',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  '2001:0:7f00:1::',
  '2001:db8::1',
];

describe('networks of which none is named', () => {
  it.each(REFUSED)('leave %s out', (address) => {
    expect(new Networks([]).holds(address)).toBe(false);
  });

  it.each(['1.1.1.1', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'hold %s, which is public',
    (address) => {
      expect(new Networks([]).holds(address)).toBe(true);
      expect(new Networks([]).isNamed(address)).toBe(false);
    },
  );
});

describe('networks that are named', () => {
  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '::1'],
    ['loopback', '::ffff:127.0.0.1'],
    ['10.20.0.0/16', '10.20.255.1'],
    ['192.168.1.7', '192.168.1.7'],
    ['fd00::/8', 'fd12::1'],
    ['168.63.129.16', '168.63.129.16'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::ffff:a00:0/104', '10.9.8.7'],
    ['::/0', 'fe80::1'],
  ])('%s holds %s', (network, address) => {
    expect(new Networks([network]).holds(address)).toBe(true);
    expect(new Networks([network]).isNamed(address)).toBe(true);
  });

  it.each([
    ['loopback', '10.0.0.1'],
    ['10.20.0.0/16', '10.21.0.1'],
    ['192.168.1.7', '192.168.1.8'],
    ['fd00::/8', 'fe80::1'],
    ['10.0.0.0/8', '::1'],
    ['::ffff:a00:0/104', '172.16.0.1'],
    ['fd00::1', 'fd00::2'],
  ])('%s leaves %s out', (network, address) => {
    expect(new Networks([network]).holds(address)).toBe(false);
  });
});
