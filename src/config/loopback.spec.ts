import { describe, expect, it } from 'vitest';
import { isLoopbackName } from './loopback.js';

describe('this machine’s own names', () => {
  it.each([
    'localhost',
    'LocalHost',
    'localhost:8080',
    'demo.localhost',
    'demo.localhost:3000',
    '127.0.0.1',
    '127.0.0.1:8080',
    '127.255.255.254',
    '::1',
    '[::1]',
    '[::1]:8080',
  ])('count %s among them', (host) => {
    expect(isLoopbackName(host)).toBe(true);
  });
});

describe('names that others may have', () => {
  it.each([
    '',
    ':8080',
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    'localhost.evil.example:8080',
    'evil-localhost',
    'notlocalhost',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '127.0.0.1@evil.example',
    'evil.example#localhost',
    'evil.example:8080:localhost',
    '0.0.0.0',
    '10.0.0.1',
    '128.0.0.1',
    '1270.0.0.1',
    '2130706433',
    '[::2]',
    '[::]',
    '[fe80::1]:8080',
    '[::ffff:127.0.0.1]',
    'localhost.',
    'local',
  ])('are not loopback: %s', (host) => {
    expect(isLoopbackName(host)).toBe(false);
  });
});
