import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { nameRequest } from './request-id.js';

const application = express();
application.use(nameRequest);
application.use((_, response) => void response.end());

async function idFor(given?: string): Promise<string | undefined> {
  const call = request(application).get('/');
  const { headers } = await (given === undefined ? call : call.set('X-Request-Id', given));
  return headers['x-request-id'];
}

const MADE = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a request', () => {
  it.each(['strategy-42', 'a', 'x'.repeat(128), '4bf92f35:00f067aa', 'A_b.C-d:9'])('keeps the id %s', async (id) => {
    expect(await idFor(id)).toBe(id);
  });

  it.each(['', ' ', 'x'.repeat(129), '<script>', 'a b', 'a"b', 'a,b', 'a/b', 'ünïcødé'.normalize()])(
    'gets one of its own for the id "%s"',
    async (id) => {
      expect(await idFor(id)).toMatch(MADE);
    },
  );

  it('gets one of its own when it has none, each time another', async () => {
    const ids = await Promise.all([idFor(), idFor(), idFor()]);

    for (const id of ids) expect(id).toMatch(MADE);
    expect(new Set(ids).size).toBe(3);
  });
});
