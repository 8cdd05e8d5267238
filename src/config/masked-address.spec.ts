import { describe, expect, it } from 'vitest';
import { maskedAddress } from './masked-address.js';

describe('an address that is shown', () => {
  it.each([
    ['postgres://user:s3cret@db.internal:5432/engagement', 'postgres://user:***@db.internal:5432/engagement'],
    ['postgres://user:p@ss:w0rd@db/engagement', 'postgres://user:***@db/engagement'],
    ['postgres://db/e?sslmode=require&password=s3cret', 'postgres://db/e?sslmode=require&password=***'],
    ['postgres://user@db/engagement', 'postgres://user@db/engagement'],
    ['rediss://:s3cret@redis.internal', 'rediss://:***@redis.internal'],
    ['redis://redis.internal:6379', 'redis://redis.internal:6379'],
    ['sqlite:data/engagement.db', 'sqlite:data/engagement.db'],
    ['sqlite:/var/lib/a?b.db', 'sqlite:/var/lib/a?b.db'],
    ['no address: s3cret', '***'],
    ['postgres://user:p@db/engagement#s3cret', 'postgres://user:***@db/engagement'],
    ['postgres://user:12#s3cret@db/engagement', '***'],
    ['postgres://user:12/s3cret@db/engagement', '***'],
    ['postgres://user:12?s3cret@db/engagement', '***'],
    ['rediss://default:63/s3cret@redis', '***'],
    ['postgres://db/engagement;password=s3cret', '***'],
    ['postgres://user%3As3cret@db/engagement', '***'],
    ['redis://s3cret@redis', 'redis://***@redis'],
  ])('tells where it leads, and no password: %s', (text, shown) => {
    expect(maskedAddress(text)).toBe(shown);
  });
});
