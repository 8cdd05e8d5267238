import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runToItsEnd, ServiceProcess } from './support/process.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'engagement-test-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('a wrong setting', () => {
  it.each([
    ['PORT', 'eighty', /^PORT="eighty" .*0 to 65535.*PORT=8080\n$/],
    ['HOST', '0.0.0.0', /^HOST="0\.0\.0\.0" .*without credentials.*loopback.*HOST=127\.0\.0\.1\n$/],
    ['CONTEXT_PATHS', 'backend', /^CONTEXT_PATHS="backend" .*leading slash.*\n$/],
    ['VISIT_CONFLICT', 'maybe', /^VISIT_CONFLICT="maybe" .*"reject", "replace" or "allow".*\n$/],
    ['ALLOWED_ORIGINS', 'https://shop.example.com/', /^ALLOWED_ORIGINS=.*no slash at the end.*\n$/],
    ['CONTEXT_PATHS', '/backend,/demo', /^CONTEXT_PATHS=.*not under \/client, \/console, \/demo.*\n$/],
    ['API_KEYS', 'strategy:0123456789abcdef', /^VISIT_TOKEN_SECRET is missing: .*FRONTEND_KEYS.*\n$/],
    ['API_KEYS', 'strategy:secret', /^API_KEYS will not do(?!.*secret).*\n$/],
    ['VISIT_TOKEN_SECRET_FILE', '/nowhere/secret', /^VISIT_TOKEN_SECRET_FILE cannot be read.*\n$/],
    ['HTTPS_PORT', '8443', /^HTTPS_CERT_FILE is missing.*\n$/],
    ['REDIS_URL', 'redis://user:secret@localhost', /^REDIS_URL is of use between nodes(?!.*secret).*\n$/],
    ['ROLES', 'backend', /^ROLES=backend will not do with an SQLite file.*\n$/],
    ['OPERATOR_KEYS', 'a:b', /^OPERATOR_KEYS will not do: .*\n$/],
    ['OUTCOME_WEBHOOK_URL', 'https://example.com/?key=secret', /^OUTCOME_WEBHOOK_SECRET is missing(?!.*secret).*\n$/],
    ['OUTCOME_WEBHOOKS_FILE', '/nowhere/webhooks.json', /^OUTCOME_WEBHOOKS_FILE=.*cannot be read.*\n$/],
    ['DATABASE_URL', 'sqlite:file::memory:', /^DATABASE_URL will not do.*\n$/],
    ['DATABASE_URL', 'mysql://user:secret@host/db', /^DATABASE_URL will not do(?!.*secret).*sqlite:.*\n$/],
  ])('%s=%s stops the service with one line that names it and the remedy', async (name, value, line) => {
    const { code, stderr } = await runToItsEnd({ [name]: value });

    expect(code).toBe(78);
    expect(stderr).toMatch(line);
  });

  it('stops it too when the database is no database', async () => {
    const file = join(directory, 'no-database-test.db');
    await writeFile(file, 'this is no database '.repeat(100));

    const { code, stderr } = await runToItsEnd({ DATABASE_URL: `sqlite:${file}`, PORT: '0' });

    expect(code).toBe(78);
    expect(stderr).toMatch(/^DATABASE_URL: cannot open .*no-database-test\.db.*\n$/);
  });
});

describe('the service', () => {
  it('that finds its port taken says so in one line, with the remedy', async () => {
    const first = await ServiceProcess.start({ DATABASE_URL: `sqlite:${join(directory, 'first-test.db')}` });
    const { port } = new URL(first.url);

    const { code, stderr } = await runToItsEnd({
      DATABASE_URL: `sqlite:${join(directory, 'second-test.db')}`,
      PORT: port,
      LOG_LEVEL: 'error',
    });

    expect(code).toBe(78);
    expect(stderr).toContain(`cannot listen on HOST=127.0.0.1 PORT=${port}`);
    expect(stderr).toContain('PORT=8081');
    await first.signal('SIGTERM');
  });

  it('lets what is under way finish when it ends', async () => {
    const service = await ServiceProcess.start({ DATABASE_URL: `sqlite:${join(directory, 'drain-test.db')}` });
    const url = `${service.url}/backend/data/gateway/engage`;
    let ending: Promise<number | null> | undefined;
    let answered = 0;
    const refused: unknown[] = [];
    const callers = Array.from({ length: 16 }, async (_, caller) => {
      for (let count = 0; refused.length < 16; count++) {
        const ixnProfile = { interactionId: `i-${caller}-${count}`, visitId: `v-${caller}-${count}` };
        const body = JSON.stringify({ ixnProfile });
        try {
          const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
          expect(reply.status).toBe(200);
          if (++answered === 200) ending = service.signal('SIGTERM');
        } catch (error) {
          refused.push(error instanceof TypeError ? error.cause : error);
          return;
        }
      }
    });
    await Promise.all(callers);

    expect(await ending).toBe(0);
    // No request is cut off: who comes too late finds nobody there, or is put off by the system while it waits in line.
    expect(refused).toEqual(
      refused.map(() => expect.objectContaining({ code: expect.stringMatching(/^ECONN(REFUSED|RESET)$/) })),
    );
  });

  it('says where it is, serves, and ends on SIGTERM with status 0', async () => {
    const service = await ServiceProcess.start({ DATABASE_URL: `sqlite:${join(directory, 'start-test.db')}` });

    const reply = await fetch(`${service.url}/backend/data/gateway/attempts`);

    expect(reply.status).toBe(200);
    expect(await service.signal('SIGTERM')).toBe(0);
  });
});
