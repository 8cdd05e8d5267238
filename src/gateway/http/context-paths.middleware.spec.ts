import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { serveUnder } from './context-paths.middleware.js';

/** Where a request is answered when the API has these prefixes. */
async function servedAt(contextPaths: readonly string[], url: string): Promise<string> {
  const application = express();
  application.use(serveUnder(contextPaths));
  application.use((asked, response) => void response.send(asked.url));
  const { text } = await request(application).get(url);
  return text;
}

describe('an API with several context paths', () => {
  const PATHS = ['/backend', '/server', '/api/v1'];

  it.each([
    ['/backend/data/gateway/engage', '/backend/data/gateway/engage'],
    ['/server/data/gateway/engage', '/backend/data/gateway/engage'],
    ['/api/v1/data/gateway/attempts?visitId=v-1&limit=2', '/backend/data/gateway/attempts?visitId=v-1&limit=2'],
    ['/server/server/data', '/backend/server/data'],
  ])('answers %s at %s', async (url, at) => {
    expect(await servedAt(PATHS, url)).toBe(at);
  });

  it.each(['/', '/docs', '/servers/data', '/server', '/data/server/x', '/api/v2/data', '/openapi.json?x=/server/'])(
    'leaves %s alone',
    async (url) => {
      expect(await servedAt(PATHS, url)).toBe(url);
    },
  );
});

describe('an API with one context path', () => {
  it('answers there only', async () => {
    expect(await servedAt(['/backend'], '/backend/data')).toBe('/backend/data');
    expect(await servedAt(['/backend'], '/server/data')).toBe('/server/data');
  });
});
