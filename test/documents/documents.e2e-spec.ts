import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '#service/faults/index.js';
import { FROM_FRONTEND, FROM_GATEWAY } from '#service/frontend/index.js';
import { TestService } from '../support/service.js';
import { lintAsyncApi, lintOpenApi, runProgram } from './support/lint.js';
import { fieldsThatSayTooLittle, type OpenApi, type Operation } from './support/openapi.js';

const committed = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');

const openApi: OpenApi = JSON.parse(committed('openapi.json'));
const asyncApi = JSON.parse(committed('asyncapi.json'));

let service: TestService;

beforeAll(async () => {
  service = await TestService.start();
});

afterAll(async () => {
  await service.stop();
});

describe('the documents in the repository', () => {
  it('are what the service says of itself', async () => {
    const { code, stderr } = await runProgram('scripts/documents.mjs', ['--check']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['openapi.json', 'application/json; charset=utf-8'],
    ['openapi.yaml', 'application/yaml; charset=utf-8'],
    ['asyncapi.json', 'application/json; charset=utf-8'],
    ['asyncapi.yaml', 'application/yaml; charset=utf-8'],
  ])('are what it serves: %s', async (name, contentType) => {
    const reply = await request(service.url).get(`/${name}`).buffer().parse(asText);

    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe(contentType);
    expect(reply.body).toBe(committed(name));
  });
});

describe('the OpenAPI document', () => {
  it('has nothing that its linter warns of, down to the examples', async () => {
    expect(await lintOpenApi('docs/openapi.json')).toEqual([]);
  });

  it('tells the meaning of every field, and shows what it may be', () => {
    expect(fieldsThatSayTooLittle(openApi.components.schemas)).toEqual([]);
  });

  it.each(operationsOf(openApi))('tells what $operationId is, and when it fails', (operation) => {
    expect(operation.summary).not.toBe('');
    expect(operation.description).not.toBe('');
    expect(operation.tags).toHaveLength(1);
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '403', '500', '503']));
    for (const [status, { headers, content }] of Object.entries(operation.responses)) {
      expect(headers).toHaveProperty('X-Request-Id');
      const answered = operation.operationId === 'followOutcomes' ? 'text/event-stream' : 'application/json';
      const types = status === '200' ? [answered] : ['application/json', 'application/problem+json'];
      expect(Object.keys(content)).toEqual(types);
    }
  });

  it('shows every fault of a body by its code', () => {
    expect(codesOf('engage', '400')).toEqual(['validation-failed', 'interaction-conflict', 'visit-engaged']);
    expect(codesOf('noengage', '400')).toEqual(['validation-failed', 'attempt-ended']);
    for (const operation of ['engage', 'noengage']) {
      expect(codesOf(operation, '413')).toEqual(['body-too-large']);
      expect(codesOf(operation, '415')).toEqual(['unsupported-content-type']);
    }
    expect(codesOf('findAttempt', '404')).toEqual(['attempt-not-found']);
  });

  it('knows every code that there is', () => {
    expect(openApi.components.schemas['Problem']?.properties?.['code']?.enum).toEqual(Object.keys(FAULT_KINDS));
  });

  it('says what a form holds', () => {
    for (const [operation, parameter] of [
      ['engage', 'ixnProfile'],
      ['noengage', 'cancelData'],
    ] as const)
      expect(find(operation).requestBody?.content['application/x-www-form-urlencoded']).toMatchObject({
        encoding: { [parameter]: { contentType: 'application/json' } },
      });
  });
});

describe('the request examples', () => {
  const requests = ['engage', 'noengage'].flatMap((operation) =>
    Object.entries(find(operation).requestBody?.content ?? {}).flatMap(([type, { examples }]) =>
      Object.entries(examples).map(([name, { value }]) => ({ operation, type, name, value })),
    ),
  );

  it.each([...requests, ...requests])('get 200, every time: $operation, $name as $type', async (example) => {
    const { operation, type, value } = example;
    const reply = await request(service.url)
      .post(`/backend/data/gateway/${operation}`)
      .set('Content-Type', type)
      .send(type === 'application/json' ? JSON.stringify(value) : asForm(value));

    expect(reply.status).toBe(200);
  });
});

describe('a service under several path prefixes', () => {
  it('documents the first, and names the others', async () => {
    const elsewhere = await TestService.start({ CONTEXT_PATHS: '/server,/backend' });
    try {
      const { body } = await request(elsewhere.url).get('/openapi.json');

      expect(Object.keys(body.paths)).toEqual(
        Object.keys(openApi.paths).map((path) => path.replace('backend', 'server')),
      );
      expect(body.info.description).toContain('under `/backend` the same is served');
      expect(JSON.stringify(body)).toContain('"instance":"/server/data/gateway/engage"');
    } finally {
      await elsewhere.stop();
    }
  });
});

describe('the AsyncAPI document', () => {
  it('has nothing that its parser warns of', async () => {
    expect(await lintAsyncApi(committed('asyncapi.json'))).toEqual([]);
  });

  it('tells the meaning of every field, and shows what it may be', () => {
    expect(fieldsThatSayTooLittle(asyncApi.components.schemas)).toEqual([]);
  });

  it('has an operation for every event, and a reply where it is acknowledged', () => {
    const operations: readonly { action: string; title: string; reply?: object }[] = Object.values(asyncApi.operations);

    expect(operations.map(({ action, title, reply }) => [title, action, reply !== undefined])).toEqual([
      ...Object.keys(FROM_GATEWAY).map((event) => [event, 'send', false]),
      ...Object.keys(FROM_FRONTEND).map((event) => [event, 'receive', true]),
    ]);
  });
});

describe('the pages', () => {
  it.each(['/docs', '/docs/', '/docs/events'])('%s bring no code and no style of their own', async (path) => {
    const { status, headers, text } = await request(service.url).get(path);

    expect(status).toBe(200);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(text).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:|(?:src|href)="(?!\/|#)/);
  });

  it('tell every event', async () => {
    const { text } = await request(service.url).get('/docs/events');

    for (const event of [...Object.keys(FROM_GATEWAY), ...Object.keys(FROM_FRONTEND)])
      expect(text).toContain(`<section id="${event}">`);
  });
});

function operationsOf({ paths }: OpenApi): Operation[] {
  return Object.values(paths).flatMap((item) => Object.values(item));
}

function find(operationId: string): Operation {
  const found = operationsOf(openApi).find((operation) => operation.operationId === operationId);
  if (found === undefined) throw new Error(`there is no operation ${operationId}`);
  return found;
}

function codesOf(operationId: string, status: string): unknown[] {
  const examples = find(operationId).responses[status]?.content['application/problem+json']?.examples ?? {};
  return Object.values(examples).map(({ value }) => value['code']);
}

function asForm(value: Readonly<Record<string, unknown>>): string {
  return new URLSearchParams(Object.entries(value).map(([name, field]) => [name, JSON.stringify(field)])).toString();
}

function asText(response: Response, done: (error: Error | null, text: string) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk) => (text += String(chunk)));
  response.on('end', () => done(null, text));
}
