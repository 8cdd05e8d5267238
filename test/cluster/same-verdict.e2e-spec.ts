import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anIxnProfile } from '../support/builders.js';
import { BAD_CANCELLATIONS, BAD_PROFILES } from '../hostile/bad-profiles.js';
import { PostgresServer } from '../support/postgres-server.js';
import { TestService } from '../support/service.js';

let server: PostgresServer;
let onSqlite: TestService;
let onPostgres: TestService;

beforeAll(async () => {
  server = await PostgresServer.start();
  onSqlite = await TestService.start();
  onPostgres = await TestService.start({ DATABASE_URL: await server.database('verdict_test') });
});

afterAll(async () => {
  await onPostgres.stop();
  await onSqlite.stop();
  await server.stop();
});

/** What a service says of a body: all that a caller could tell two services apart by. */
async function verdictOf(service: TestService, verb: string, body: string): Promise<unknown> {
  const reply = await request(service.url)
    .post(`/backend/data/gateway/${verb}`)
    .set('content-type', 'application/json')
    .send(body);
  const { requestId: _, attemptId: __, createdAt: ___, expiresAt: ____, ...said } = reply.body;
  return { status: reply.status, said };
}

describe('SQLite and PostgreSQL', () => {
  it.each([
    ['engage', BAD_PROFILES],
    ['noengage', BAD_CANCELLATIONS],
  ] as const)('say the same of every bad %s', async (verb, bodies) => {
    const differing: string[] = [];
    for (const [what, body] of bodies) {
      const [one, other] = await Promise.all([verdictOf(onSqlite, verb, body), verdictOf(onPostgres, verb, body)]);
      if (JSON.stringify(one) !== JSON.stringify(other)) differing.push(what);
    }

    expect(bodies.length).toBeGreaterThan(50);
    expect(differing).toEqual([]);
  });

  it.each(['%00', '%ED%A0%80', "'; --", 'x'.repeat(5_000)])('know no attempt %s', async (id) => {
    for (const service of [onSqlite, onPostgres])
      expect(await service.get(`attempts/${id}`)).toMatchObject({
        status: id === '%ED%A0%80' ? 400 : 404,
        body: { code: id === '%ED%A0%80' ? 'validation-failed' : 'attempt-not-found' },
      });
  });

  it.each([
    ['zero-width text', '\u200b\u200d\ufeff'],
    ['text that runs the other way', '\u202eevil\u202c'],
    ['every kind of quote', `'"\`\\ $1 %s {} ; --`],
    ['the last character', '\u{10ffff}'],
    ['controls that may be kept', '\u0001\u001f\u007f'],
    ['a list of signs', '\r\n\t'],
  ])('keep %s as it came', async (_, text) => {
    const profile = {
      invitation: { title: 'x', message: text },
      data: { [text]: text },
      clientData: { list: [text, 1.5e300, -0.5, null] },
    };

    for (const service of [onSqlite, onPostgres]) {
      const { status, body } = await service.engage(anIxnProfile(profile));
      expect(status).toBe(200);
      expect((await service.get(`attempts/${body.attemptId}`)).body).toMatchObject({
        ...profile,
        invitation: profile.invitation,
      });
    }
  });
});
