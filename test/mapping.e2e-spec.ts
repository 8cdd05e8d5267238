import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectOfBytes, objectOfDepth } from './support/bad-values.js';
import { TestFrontend } from './support/frontend.js';
import { runToItsEnd } from './support/process.js';
import { TestService } from './support/service.js';

const COMMAND = fileURLToPath(new URL('../scripts/mapping.mjs', import.meta.url));

/** The objects that docs/mapping.md shows, in their order. */
const PAGE = readFileSync(new URL('../docs/mapping.md', import.meta.url), 'utf8');
const SHOWN = [...PAGE.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']): unknown => JSON.parse(text));
const [ENGAGE, NOENGAGE, MAPPING, RESULT] = SHOWN as [
  { ixnProfile: Record<string, object> },
  { cancelData: object },
  object,
  { data: object; clientData: object; invitation: object },
];

let directory: string;
let mappingFile: string;
let service: TestService;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engagement-test-'));
  mappingFile = await fileWith('mapping.json', MAPPING);
  service = await TestService.start({ PROFILE_MAPPING_FILE: mappingFile, UNKNOWN_FIELDS: 'data' });
});

afterAll(async () => {
  await service.stop();
  await rm(directory, { recursive: true, force: true });
});

async function fileWith(name: string, content: unknown): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** The profile of the example, for another interaction and visit. */
function anEngage(id: number, overrides: object = {}): { readonly ixnProfile: object } {
  const { ixnProfile } = ENGAGE;
  return {
    ixnProfile: {
      ...ixnProfile,
      Interaction: { ...ixnProfile['Interaction'], Id: id },
      pageData: { ...ixnProfile['pageData'], visitID: `visit-of-${id}` },
      ...overrides,
    },
  };
}

describe('a strategy that was written for another service', () => {
  it('starts an attempt, and gets its answer again when it repeats itself', async () => {
    const first = await service.post('engage', ENGAGE);
    const again = await service.post('engage', ENGAGE);

    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      interactionId: '4711',
      visitId: 'visit-1',
      pageId: null,
      channel: 'chat',
      language: 'pt-BR',
      state: 'pending',
    });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    const { body: details } = await service.get(`attempts/${first.body.attemptId}`);
    expect(details).toMatchObject({
      invitation: RESULT.invitation,
      clientData: RESULT.clientData,
      data: RESULT.data,
    });
  });

  it('starts it in a form, and the page gets what is the page’s', async () => {
    const browser = await TestFrontend.connect(service, { visitId: 'visit-of-1' });
    const { status } = await request(service.url)
      .post('/backend/data/gateway/engage')
      .type('form')
      .send({ ixnProfile: JSON.stringify(anEngage(1).ixnProfile), _scxmleventname: 'engage' });

    expect(status).toBe(200);
    const invitation = await browser.invitations.next();
    expect(invitation).toMatchObject({ interactionId: '1', clientData: RESULT.clientData });
    expect(JSON.stringify(invitation)).not.toContain('web-sales');
    browser.close();
  });

  it('is told of other content for the same interaction, in what it sends unknown too', async () => {
    await service.post('engage', anEngage(2));

    const { status, body } = await service.post('engage', anEngage(2, { score: 0.88 }));

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'interaction-conflict' });
  });

  it('cancels the attempt', async () => {
    const { body } = await service.post('noengage', NOENGAGE);

    expect(body).toMatchObject({ interactionId: '4711', state: 'cancelled', reason: 'no agent is free any more' });
    const unknown = { cancelData: { ...NOENGAGE.cancelData, agents: 0 } };
    expect((await service.post('noengage', unknown)).status).toBe(200);
  });

  it('is told what is wrong where it has it', async () => {
    const { status, body } = await service.post('engage', {
      ixnProfile: { Interaction: { Id: 1.5 }, notification: { timeoutMillis: 'soon', buttons: ['', 7] } },
    });

    expect(status).toBe(400);
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/ixnProfile/Interaction/Id' }),
      expect.objectContaining({
        pointer: '/ixnProfile/pageData/visitID',
        detail: expect.stringMatching(/^is missing: it must be a string/),
      }),
      expect.objectContaining({ pointer: '/ixnProfile/notification/buttons/1' }),
      expect.objectContaining({ pointer: '/ixnProfile/notification/timeoutMillis' }),
    ]);
    expect(body.detail).toMatch(/^\/ixnProfile\/Interaction\/Id must be .* \(and 3 more under "errors"\)\.$/);
  });

  it('works beside one that sends our own fields', async () => {
    const ours = await service.engage({ interactionId: 'i-1', visitId: 'v-1', channel: 'callback', data: { a: 1 } });

    expect(ours.status).toBe(200);
    expect(ours.body).toMatchObject({ interactionId: 'i-1', visitId: 'v-1', channel: 'callback' });
    expect((await service.get(`attempts/${ours.body.attemptId}`)).body).toMatchObject({ data: { a: 1 } });
    expect((await service.noengage({ visitID: 'v-1' })).body).toMatchObject({ state: 'cancelled' });
  });
});

describe('with the mapping alone', () => {
  it('what it does not take is refused by name', async () => {
    const strict = await TestService.start({ PROFILE_MAPPING_FILE: mappingFile });
    const { status, body } = await strict.post('engage', ENGAGE);
    await strict.stop();

    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/ixnProfile/Interaction/Queue',
      '/ixnProfile/Interaction/Tenant',
      '/ixnProfile/pageData/url',
      '/ixnProfile/score',
    ]);
  });
});

describe('with UNKNOWN_FIELDS=data alone', () => {
  it('unknown members are kept in data, and the documents’ examples work', async () => {
    const keeping = await TestService.start({ UNKNOWN_FIELDS: 'data' });
    const { status, body } = await keeping.post('engage', {
      ixnProfile: { interactionId: 'i-1', visitID: 'v-1', score: 7, invitation: { style: 'dark' }, data: { a: 1 } },
    });
    const { body: details } = await keeping.get(`attempts/${body.attemptId}`);
    await keeping.stop();

    expect(status).toBe(200);
    expect(details).toMatchObject({ visitId: 'v-1', data: { a: 1, score: 7, invitation: { style: 'dark' } } });
  });
});

describe('hostile profiles', () => {
  const deep = JSON.stringify(anEngage(8, { deep: '#' })).replace(
    '"#"',
    `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  );

  it.each<readonly [string, string]>([
    ['10,000 levels', deep],
    ['9 levels', JSON.stringify(anEngage(8, { deep: objectOfDepth(8) }))],
    ['more than data may have', JSON.stringify(anEngage(8, { big: objectOfBytes(16 * 1024) }))],
    ['7,000 members', JSON.stringify(anEngage(8, Object.fromEntries(Array.from({ length: 7_000 }, (_, i) => [i, i]))))],
    ['a text that cannot be stored', JSON.stringify(anEngage(8, { text: 'a\0b' }))],
    ['a name that cannot be stored', JSON.stringify(anEngage(8, { 'a\0b': 1 }))],
    ['an infinite number', JSON.stringify(anEngage(8, { score: '#' })).replace('"#"', '1e400')],
    ['a member of data twice', JSON.stringify(anEngage(8, { data: { score: 1 } }))],
    ['data that is none', JSON.stringify(anEngage(8, { data: 'text' }))],
    ['other members in the body', JSON.stringify({ ...anEngage(8), score: 7 })],
    ['a list for an object', JSON.stringify(anEngage(8, { pageData: [1], userData: [2] }))],
    ['an id in both spellings', JSON.stringify({ ixnProfile: { interactionId: 'x', visitId: 'a', visitID: 'b' } })],
  ])('are refused that have %s', async (_, body) => {
    const reply = await request(service.url)
      .post('/backend/data/gateway/engage')
      .set('content-type', 'application/json')
      .send(body);

    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ code: 'validation-failed' });
    expect(JSON.stringify(reply.body).length).toBeLessThan(32 * 1024);
  });

  it('reach no prototype', async () => {
    const text = JSON.stringify(anEngage(9, { '#': 1 })).replace('"#":1', '"__proto__":{"polluted":true}');
    const { status, body } = await request(service.url)
      .post('/backend/data/gateway/engage')
      .set('content-type', 'application/json')
      .send(text);

    expect(status).toBe(200);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    const { text: details } = await request(service.url).get(`/backend/data/gateway/attempts/${body.attemptId}`);
    expect(details).toContain('"__proto__":{"polluted":true}');
  });
});

describe('a mapping file that will not do', () => {
  it.each([
    [{ ixnProfile: { visitid: '/visit' } }, /"visitid" of ixnProfile is not a field; there are/],
    [{ ixnProfile: { visitId: 'visit' } }, /"visitId" of ixnProfile comes from "visit", which is no JSON pointer/],
    [{ profile: {} }, /"profile" is no parameter; there are ixnProfile, cancelData/],
    ['{\n  "ixnProfile": {\n    visitId\n', /it is no JSON text/],
  ])('stops the service with one line that names it and the remedy: %j', async (content, why) => {
    const file = await fileWith('wrong.json', content);

    const { code, stderr } = await runToItsEnd({
      PROFILE_MAPPING_FILE: file,
      DATABASE_URL: `sqlite:${join(directory, 'wrong-test.db')}`,
    });

    expect(code).toBe(78);
    expect(stderr).toMatch(/^PROFILE_MAPPING_FILE=".*wrong\.json" will not do: .*docs\/mapping\.md says more\n$/);
    expect(stderr).toMatch(why);
  });

  it('may not be there at all', async () => {
    const { code, stderr } = await runToItsEnd({ PROFILE_MAPPING_FILE: '/nowhere/mapping.json' });

    expect(code).toBe(78);
    expect(stderr).toMatch(/^PROFILE_MAPPING_FILE="\/nowhere\/mapping\.json" will not do: it cannot be read .*\n$/);
  });
});

describe('npm run mapping', () => {
  async function runCommand(...args: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd: directory, env: { PATH } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    const [code] = await once(child, 'close');
    return { code, out, err };
  }

  it('shows what the page on mapping says', async () => {
    await fileWith('engage.json', ENGAGE);

    const { code, out, err } = await runCommand('mapping.json', 'engage.json', '--unknown-fields', 'data', '--json');

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ parameter: 'ixnProfile', value: RESULT, faults: [] });
    expect(JSON.parse(out).kept).toContain('/ixnProfile/pageData/url');
  });

  it('ends with status 1 where the service would refuse the sample, or the mapping', async () => {
    await fileWith('engage.json', ENGAGE);
    await fileWith('wrong.json', { ixnProfile: { visitid: '/visit' } });

    const refused = await runCommand('mapping.json', 'engage.json');
    const wrong = await runCommand('wrong.json', 'engage.json');

    expect(refused.code).toBe(1);
    expect(refused.out).toContain(
      '4 faults, for which the service refuses it:\n  /ixnProfile/Interaction/Queue is not a field',
    );
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toMatch(/^wrong\.json will not do: "visitid" of ixnProfile is not a field/);
  });
});
