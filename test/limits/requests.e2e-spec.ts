import request from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { objectOfBytes, objectOfDepth } from '../support/bad-values.js';
import { API_KEY, bearer, OTHER_API_KEY, WITH_CREDENTIALS } from '../support/credentials.js';
import { RawConnection } from '../support/raw-connection.js';
import { type Environment, TestService } from '../support/service.js';

let service: TestService;

afterEach(async () => {
  await service.stop();
});

async function aService(environment: Environment): Promise<void> {
  service = await TestService.start(environment);
}

describe('a body', () => {
  it('is as long as MAX_BODY_BYTES at most', async () => {
    await aService({ MAX_BODY_BYTES: '4096', MAX_DATA_BYTES: '1024' });
    const padded = (bytes: number): string => {
      const text = JSON.stringify({ ixnProfile: anIxnProfile() });
      return `${text}${' '.repeat(bytes - text.length)}`;
    };
    const post = (body: string): request.Test =>
      request(service.url).post('/backend/data/gateway/engage').set('content-type', 'application/json').send(body);

    expect((await post(padded(4096))).status).toBe(200);
    expect((await post(padded(4097))).body).toMatchObject({
      status: 413,
      code: 'body-too-large',
      detail: 'A body has at most 4096 bytes.',
    });
  });

  it('holds data as MAX_DATA_BYTES and MAX_DATA_LEVELS allow', async () => {
    await aService({ MAX_DATA_BYTES: '100', MAX_DATA_LEVELS: '3' });
    const engage = async (data: Record<string, unknown>): Promise<unknown> => {
      const { status, body } = await service.engage(anIxnProfile({ data, clientData: data }));
      return status === 200 ? 200 : body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    const both = ['/ixnProfile/data', '/ixnProfile/clientData'];

    expect(await engage(objectOfBytes(100))).toBe(200);
    expect(await engage(objectOfBytes(101))).toEqual(both);
    expect(await engage(objectOfDepth(3))).toBe(200);
    expect(await engage(objectOfDepth(4))).toEqual(both);
  });
});

describe('a key', () => {
  it('is throttled where it has a rate, and no other is', async () => {
    await aService({ ...WITH_CREDENTIALS, API_KEY_RATES: 'reports:5' });
    const call = (key: string): Promise<number> => service.get('attempts', bearer(key)).then(({ status }) => status);

    const [slow, fast] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, () => call(OTHER_API_KEY))),
      Promise.all(Array.from({ length: 20 }, () => call(API_KEY))),
    ]);

    expect(slow.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
    // The twenty calls may fall into two seconds.
    expect(slow.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
    expect(fast).toEqual(fast.map(() => 200));
  });

  it('that is over its rate is told when to come back', async () => {
    await aService({ ...WITH_CREDENTIALS, API_KEY_RATES: 'reports:1' });
    const replies = await Promise.all(Array.from({ length: 4 }, () => service.get('attempts', bearer(OTHER_API_KEY))));

    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 1 });
    expect(refused?.headers['retry-after']).toBe('1');
  });
});

describe('wrong credentials', () => {
  it('are answered 429 after so many within a minute, while a valid key is served', async () => {
    await aService({ ...WITH_CREDENTIALS, MAX_FAILED_AUTHENTICATIONS_PER_MINUTE: '5' });
    const statuses: number[] = [];
    for (let count = 0; count < 8; count++)
      statuses.push((await service.get('attempts', bearer('0123456789abcdef01'))).status);

    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const refused = await service.get('attempts');
    expect(refused.body).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await service.get('attempts', bearer(API_KEY))).status).toBe(200);
  });

  it('are counted by who a trusted proxy speaks for', async () => {
    await aService({ ...WITH_CREDENTIALS, MAX_FAILED_AUTHENTICATIONS_PER_MINUTE: '1', TRUSTED_PROXIES: 'loopback' });
    const from = (address: string): Promise<number> =>
      service.get('attempts', { 'x-forwarded-for': address }).then(({ status }) => status);

    expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([401, 429, 401]);
  });
});

describe('a request that takes its time', () => {
  it('with its headers is cut off', async () => {
    await aService({ REQUEST_TIMEOUT_SECONDS: '3' });
    const connection = await RawConnection.to(service.url);
    connection.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow:');
    const trickle = setInterval(() => connection.write(' x'), 200);

    const { said, tookMs } = await connection.untilClosed();

    clearInterval(trickle);
    expect(said).toContain('"code":"request-timeout"');
    expect(tookMs).toBeLessThan(5_000);
  });

  it('with its body is cut off', async () => {
    await aService({ REQUEST_TIMEOUT_SECONDS: '2' });
    const connection = await RawConnection.to(service.url);
    connection.write(
      'POST /backend/data/gateway/engage HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    const trickle = setInterval(() => connection.write(' '), 200);

    const { said, tookMs } = await connection.untilClosed();

    clearInterval(trickle);
    expect(said).toContain('"code":"request-timeout"');
    expect(tookMs).toBeLessThan(5_000);
  });

  it('two hundred at once keep nobody from being served', async () => {
    await aService({ REQUEST_TIMEOUT_SECONDS: '3' });
    const slow = await Promise.all(Array.from({ length: 200 }, () => RawConnection.to(service.url)));
    for (const connection of slow)
      connection.write('POST /backend/data/gateway/engage HTTP/1.1\r\nHost: localhost\r\n');

    const begun = performance.now();
    expect((await service.engage(anIxnProfile())).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(1_000);

    const closings = await Promise.all(slow.map((connection) => connection.untilClosed()));
    expect(Math.max(...closings.map(({ tookMs }) => tookMs))).toBeLessThan(6_000);
  });

  it('that never comes on an open connection is not waited for', async () => {
    await aService({ REQUEST_TIMEOUT_SECONDS: '3' });
    const silent = await RawConnection.to(service.url);

    const { tookMs } = await silent.untilClosed();

    expect(tookMs).toBeLessThan(5_000);
  });
});
