import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import request, { type Response } from 'supertest';
import { anIxnProfile } from './support/builders.js';
import { TestService } from './support/service.js';

let service: TestService;

beforeAll(async () => {
  service = await TestService.start();
});

afterAll(async () => {
  await service.stop();
});

const engage = (): request.Test => request(service.url).post('/backend/data/gateway/engage');

/** What the service says to bytes that no HTTP client would send, until it has said a whole reply. */
async function rawReply(bytes: string): Promise<string> {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.setTimeout(5_000, () => socket.destroy());
  socket.write(bytes);
  let reply = '';
  for await (const chunk of socket) {
    reply += String(chunk);
    if (reply.endsWith('}')) break;
  }
  return reply;
}

function expectProblem(reply: Response, status: number, code: string): void {
  expect(reply.status).toBe(status);
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(reply.body).toMatchObject({
    type: `urn:engagement-gateway:fault:${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    code,
    instance: expect.stringMatching(/^\//),
    requestId: reply.headers['x-request-id'],
  });
}

describe('every error', () => {
  it('is a problem: a body with faults, each by its pointer', async () => {
    const reply = await engage().send({ ixnProfile: { interactionId: '', visitID: 7, timeToLive: 1.5 }, extra: true });

    expectProblem(reply, 400, 'validation-failed');
    expect(reply.body.errors).toEqual([
      { pointer: '/extra', detail: expect.stringContaining('ixnProfile') },
      { pointer: '/ixnProfile/interactionId', detail: expect.stringContaining('1 to 128 characters') },
      { pointer: '/ixnProfile/visitID', detail: expect.stringContaining('1 to 128 characters') },
      { pointer: '/ixnProfile/timeToLive', detail: expect.stringContaining('1 to 86400') },
    ]);
  });

  it.each([
    ['JSON that is cut off', 'application/json', '{"ixnProfile":'],
    ['JSON that is no object', 'application/json', '[]'],
    ['null', 'application/json', 'null'],
    ['a form without its field', 'application/x-www-form-urlencoded', 'profile=1'],
    ['a form whose field is not JSON', 'application/x-www-form-urlencoded', 'ixnProfile=hello'],
    ['a form that repeats its field', 'application/x-www-form-urlencoded', 'ixnProfile={}&ixnProfile={}'],
  ])('is a problem: %s', async (_, type, body) => {
    expectProblem(await engage().set('Content-Type', type).send(body), 400, 'validation-failed');
  });

  it('is a problem: bytes that are not UTF-8', async () => {
    const reply = await engage()
      .set('Content-Type', 'application/json')
      .serialize((bytes: Buffer) => bytes as unknown as string)
      .send(Buffer.from([0x7b, 0xff, 0x7d]));

    expectProblem(reply, 400, 'validation-failed');
  });

  it.each([
    ['text/plain', 'hello'],
    ['application/json; charset=latin1', '{}'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('is a problem: the content type %s', async (type, body) => {
    expectProblem(await engage().set('Content-Type', type).send(body), 415, 'unsupported-content-type');
  });

  it('is a problem: a body that is compressed', async () => {
    const reply = await engage().set('Content-Type', 'application/json').set('Content-Encoding', 'gzip').send('{}');

    expectProblem(reply, 415, 'unsupported-content-type');
  });

  it('is a problem: a body that is too large', async () => {
    const reply = await engage().send({ ixnProfile: anIxnProfile({ data: { text: 'x'.repeat(300_000) } }) });

    expectProblem(reply, 413, 'body-too-large');
  });

  it('is a problem: an unknown route, also with another method', async () => {
    expectProblem(await request(service.url).get('/nowhere'), 404, 'not-found');
    expectProblem(await request(service.url).get('/backend/data/gateway/engage'), 404, 'not-found');
  });

  it('is a problem: an attempt that does not exist', async () => {
    expectProblem(await service.get('attempts/no-such-attempt'), 404, 'attempt-not-found');
  });

  it('is a problem: a call from a page of another origin, and one under another host name', async () => {
    expectProblem(await engage().set('Origin', 'https://evil.example').send({}), 403, 'forbidden-origin');
    expectProblem(await engage().set('Sec-Fetch-Site', 'cross-site').send({}), 403, 'forbidden-origin');
    expectProblem(await engage().set('Host', 'evil.example').send({}), 403, 'forbidden-host');
  });

  it('comes as application/problem+json to a caller who names it', async () => {
    const reply = await request(service.url).get('/nowhere').set('Accept', 'application/problem+json');

    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.body).toMatchObject({ code: 'not-found', status: 404 });
  });

  it.each([
    ['/backend/data/gateway/attempts/%ff', 'GET', {}, 400, 'validation-failed'],
    ['/client/engagement.js', 'GET', { Range: 'bytes=99999999-' }, 416, 'range-not-satisfiable'],
    ['/client/engagement.js', 'GET', { 'If-Match': '"x"' }, 412, 'precondition-failed'],
    ['/backend/data/gateway/attempts', 'GET', { 'X-Forwarded-For': '203.0.113.7' }, 403, 'forbidden-host'],
  ] as const)('is a problem: %s %s %o', async (path, _, headers, status, code) => {
    expectProblem(await request(service.url).get(path).set(headers), status, code);
  });

  it('is a problem: what is no HTTP, and headers that are too large', async () => {
    expect(await rawReply('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"validation-failed"/s);
    const large = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await rawReply(large)).toMatch(/^HTTP\/1\.1 431 .*X-Request-Id: .*"code":"headers-too-large"/s);
  });

  it('stores nothing', async () => {
    const { body: before } = await service.get('attempts');

    await engage().send({ ixnProfile: { ...anIxnProfile(), timeToLive: 0 } });

    expect((await service.get('attempts')).body).toEqual(before);
  });
});

describe('a client that offers another protocol', () => {
  it('is answered as if it did not', async () => {
    const body = JSON.stringify({ ixnProfile: anIxnProfile() });
    const reply = await rawReply(
      [
        'POST /backend/data/gateway/engage HTTP/1.1',
        `Host: ${new URL(service.url).host}`,
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA',
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );

    expect(reply).toMatch(/^HTTP\/1\.1 200 .*"state":"pending"/s);
  });
});

describe('a reply', () => {
  it('carries the caller’s request id', async () => {
    const reply = await engage().set('X-Request-Id', 'strategy-42').send({ ixnProfile: anIxnProfile() });

    expect(reply.headers['x-request-id']).toBe('strategy-42');
  });

  it('carries a request id of its own where the caller sent none, or one that will not do', async () => {
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/);

    expect((await engage().send({ ixnProfile: anIxnProfile() })).headers['x-request-id']).toEqual(id);
    expect((await engage().set('X-Request-Id', '<script>').send({})).headers['x-request-id']).toEqual(id);
  });

  it('tells neither the framework nor an entity tag', async () => {
    const reply = await engage().send({ ixnProfile: anIxnProfile() });

    expect(reply.headers).not.toHaveProperty('x-powered-by');
    expect(reply.headers).not.toHaveProperty('etag');
  });
});

describe('a store that is away', () => {
  it('is told as 503 with the time to come back, never as a 200 or a 400', async () => {
    const closing = await TestService.start();
    await closing.store.close();

    const reply = await closing.engage(anIxnProfile());

    expectProblem(reply, 503, 'store-unavailable');
    expect(reply.headers['retry-after']).toBe('1');
    await closing.stop();
  });
});

describe('a page of an allowed origin', () => {
  const origin = 'https://shop.example.com';
  let allowing: TestService;

  beforeAll(async () => {
    allowing = await TestService.start({ ALLOWED_ORIGINS: origin });
  });

  afterAll(async () => {
    await allowing.stop();
  });

  it('may ask first, call, and read the reply', async () => {
    const asked = await request(allowing.url).options('/backend/data/gateway/engage').set({
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    });
    const reply = await request(allowing.url)
      .post('/backend/data/gateway/engage')
      .set('Origin', origin)
      .send({ ixnProfile: anIxnProfile() });

    expect(asked.status).toBe(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': 'content-type',
    });
    expect(reply.status).toBe(200);
    expect(reply.headers['access-control-allow-origin']).toBe(origin);
  });

  it('is the only one: others are refused before they are heard', async () => {
    const asked = await request(allowing.url)
      .options('/backend/data/gateway/engage')
      .set({ Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' });

    expectProblem(asked, 403, 'forbidden-origin');
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
