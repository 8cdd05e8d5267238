import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jwtVerify } from 'jose';
import { runCommand } from '#service/commands/index.js';
import { VERSION } from '#service/config/index.js';
import { openSqlite } from '#service/store/sqlite/open-sqlite.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aNewAttempt, anIxnProfile, under } from './support/builders.js';
import { OPERATOR_KEY, WITH_CREDENTIALS, bearer, API_KEY } from './support/credentials.js';
import { aTestDirectory } from './support/directory.js';
import { freePort } from './support/free-port.js';
import { TestService } from './support/service.js';

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A command line as it is typed; words are parted by blanks. */
async function run(
  line: string | readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { fromFile = [], showsProgress = false }: { fromFile?: readonly string[]; showsProgress?: boolean } = {},
): Promise<Run> {
  const said = { out: '', err: '' };
  const status = await runCommand(typeof line === 'string' ? line.split(' ') : line, {
    environment,
    fromFile: new Set(fromFile),
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    showsProgress,
  });
  return { status, ...said };
}

const CLI = fileURLToPath(import.meta.resolve('#service/cli.js'));

describe('the command line', () => {
  it.each(['--help', 'attempts --help', 'purge --help', 'help erase'])('says what there is: %s', async (line) => {
    const { status, out, err } = await run(line);

    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('Usage: engagement-gateway');
  });

  it.each([
    '',
    'nothing',
    'attempts nothing',
    'purge',
    'purge --older-than -1',
    'purge --older-than 0',
    'erase',
    'erase v-1',
    'attempts show',
  ])('says how it is used where it is used wrongly: "%s"', async (line) => {
    const { status, out, err } = await run(line === '' ? [] : line);

    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/--help|Usage/);
  });

  it('tells of a setting that will not do as the service does', async () => {
    for (const line of ['config', 'migrate', 'purge --older-than 1', 'token v-1'])
      expect(await run(line, { PORT: 'eighty' })).toEqual({
        status: 78,
        out: '',
        err: expect.stringMatching(/^PORT="eighty" will not do: .*\n$/),
      });
  });
});

describe('its version', () => {
  it('is that of the service', async () => {
    expect(await run('--version')).toEqual({ status: 0, out: `${VERSION}\n`, err: '' });
  });
});

describe('config', () => {
  it('tells of everything that will not do', async () => {
    expect(await run('config', { PORT: 'eighty', ROLES: 'nobody', OTEL_TRACES_EXPORTER: 'zipkin' })).toEqual({
      status: 78,
      out: '',
      err: expect.stringMatching(
        /^PORT="eighty" will not do: .*\nROLES="nobody" will not do: .*\nOTEL_TRACES_EXPORTER="zipkin" will not do: .*\n$/,
      ),
    });
  });

  it('prints each setting with where it comes from, and no secret', async () => {
    const file = join(aTestDirectory(), 'tokens');
    writeFileSync(file, 'k1Vf9wQz3sLx7bTn5cRj0hYp2mDg8aEu');
    const { status, out } = await run(
      'config --json',
      { API_KEYS: `a:${API_KEY}`, VISIT_TOKEN_SECRET_FILE: file, PORT: '9090', RETENTION_DAYS: '30' },
      { fromFile: ['PORT'] },
    );

    expect(status).toBe(0);
    const settings: readonly { name: string }[] = JSON.parse(out);
    const named = (name: string): unknown => settings.find((setting) => setting.name === name);
    expect(named('API_KEYS')).toEqual({ name: 'API_KEYS', value: '(secret)', source: 'environment' });
    expect(named('VISIT_TOKEN_SECRET')).toEqual({ name: 'VISIT_TOKEN_SECRET', value: '(secret)', source: file });
    expect(named('PORT')).toEqual({ name: 'PORT', value: '9090', source: '.env' });
    expect(named('RETENTION_DAYS')).toEqual({ name: 'RETENTION_DAYS', value: '30', source: 'environment' });
    expect(named('HOST')).toEqual({ name: 'HOST', value: '127.0.0.1', source: 'default' });
    expect(out).not.toContain(API_KEY);
  });

  it('shows where databases are, and no password', async () => {
    const file = join(aTestDirectory(), 'redis-url');
    writeFileSync(file, 'redis://:s3cret@redis.internal:6379/1\n');
    const { out } = await run('config --set', {
      DATABASE_URL: 'postgres://gateway:s3cret@db.internal/engagement',
      REDIS_URL_FILE: file,
    });

    expect(out).toContain('postgres://gateway:***@db.internal/engagement');
    expect(out).toContain('redis://:***@redis.internal:6379/1');
    expect(out).not.toContain('s3cret');
  });

  it('shows what OpenTelemetry is told, and no credential', async () => {
    const { out } = await run('config --set', {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://s3cret@collector.internal:4318/s3cret',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=s3cret',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector.internal:4319',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '5000',
      OTEL_TRACES_HEADERS: 'authorization=s3cret',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'collector.internal:4318',
      OTEL_TRACES_SAMPLER: 'traceidratio',
    });

    expect(out.replace(/ +/g, ' ')).toBe(
      'variable value from\n' +
        'OTEL_EXPORTER_OTLP_ENDPOINT http://collector.internal:4318/(secret) environment\n' +
        'OTEL_EXPORTER_OTLP_HEADERS (secret) environment\n' +
        'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT (secret) environment\n' +
        'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT http://collector.internal:4319 environment\n' +
        'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT 5000 environment\n' +
        'OTEL_TRACES_HEADERS (secret) environment\n' +
        'OTEL_TRACES_SAMPLER traceidratio environment\n',
    );
  });

  it('tells of names that are almost a setting’s, beside the result, and whether or not it will do', async () => {
    const almost = { DATABSE_URL: 'postgres://user:s3cret@db/engagement', OPERATOR_KEY };

    expect(await run('config --set', almost)).toEqual({
      status: 0,
      out: 'variable  value  from\n',
      err: 'DATABSE_URL has no effect: is DATABASE_URL meant?\n',
    });
    expect((await run('config', { ...almost, PORT: 'eighty' })).err).toMatch(/^DATABSE_URL has .*\nPORT="eighty" will/);
  });

  it('prints those that are set as a table', async () => {
    const { out } = await run('config --set', { PORT: '9090', OPERATOR_KEYS: '' });

    expect(out).toBe('variable  value  from\nPORT      9090   environment\n');
  });

  it.each([
    ['PROFILE_MAPPING_FILE', { PROFILE_MAPPING_FILE: '/nowhere/mapping.json' }],
    [
      'HTTPS_CERT_FILE',
      { HTTPS_PORT: '8443', HTTPS_CERT_FILE: '/nowhere/tls.crt', HTTPS_KEY_FILE: '/nowhere/tls.key' },
    ],
  ])('finds what is wrong with the files that settings name: %s', async (name, environment) => {
    const { status, err } = await run('config', environment);

    expect(status).toBe(78);
    expect(err).toContain(name);
  });

  it('finds what is wrong with each of those files', async () => {
    const { err } = await run('config', {
      HTTPS_PORT: '8443',
      HTTPS_CERT_FILE: '/nowhere/tls.crt',
      HTTPS_KEY_FILE: '/nowhere/tls.key',
      PROFILE_MAPPING_FILE: '/nowhere/mapping.json',
      OUTCOME_WEBHOOKS_FILE: '/nowhere/endpoints.json',
    });

    for (const name of ['HTTPS_CERT_FILE', 'PROFILE_MAPPING_FILE', 'OUTCOME_WEBHOOKS_FILE'])
      expect(err).toContain(name);
  });
});

describe('a database without a service', () => {
  let environment: Readonly<Record<string, string>>;

  beforeEach(() => {
    environment = { DATABASE_URL: `sqlite:${join(aTestDirectory(), 'commands-test.db')}` };
  });

  it('is brought to the schema of this release, once', async () => {
    const first = await run('migrate --json', environment);
    const second = await run('migrate', environment);

    expect(JSON.parse(first.out).migrated).toContain('0001-attempts');
    expect(second).toEqual({ status: 0, out: 'The schema is up to date.\n', err: '' });
  });

  it('that cannot be opened is told', async () => {
    const { status, err } = await run('migrate', { DATABASE_URL: 'sqlite:/etc/hostname/test.db' });

    expect(status).toBe(78);
    expect(err).toContain('DATABASE_URL: cannot open');
  });

  it('that does not answer is told by another status', async () => {
    const { status, err } = await run('migrate', {
      DATABASE_URL: `postgres://user:secret@127.0.0.1:${await freePort()}/nowhere_test`,
      DATABASE_WAIT_SECONDS: '0',
    });

    expect(status).toBe(69);
    expect(err).not.toContain('secret');
  });

  it('that is waited for is told of beside the result, which others may read', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, 'migrate', '--json'], {
      cwd: aTestDirectory(),
      env: { DATABASE_URL: 'postgres://user@127.0.0.1:9/nowhere_test', DATABASE_WAIT_SECONDS: '1' },
      encoding: 'utf8',
    });

    expect({ status, stdout }).toEqual({ status: 69, stdout: '' });
    expect(stderr).toContain('"event":"store.awaited"');
  });

  it('forgets what is too old, and says how far it has come', async () => {
    const { store, clock } = await openSqlite(environment['DATABASE_URL']?.slice('sqlite:'.length) ?? '');
    const old = clock.now() - 3 * 86_400_000;
    for (const createdAt of [old, old, clock.now() - 10_000]) {
      const attempt = aNewAttempt({ createdAt });
      // Ids are as old as their attempts.
      const time = createdAt.toString(16).padStart(12, '0');
      const attemptId = `${time.slice(0, 8)}-${time.slice(8)}${attempt.attemptId.slice(13)}`;
      await store.start({ ...attempt, attemptId }, under('allow'));
      await store.cancelVisit({ visitId: attempt.visitId, reason: null, by: 'strategy', actor: null, at: createdAt });
    }
    await store.close();

    const { status, out, err } = await run('purge --older-than 2', environment, { showsProgress: true });

    expect({ status, out }).toEqual({ status: 0, out: 'Forgotten: 2 attempts.\n' });
    expect(err).toContain('forgotten: 2 attempts');
    expect(await run('purge --older-than 0', environment)).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringContaining('--yes'),
    });
    expect(JSON.parse((await run('purge --older-than 0 --yes --json', environment)).out)).toEqual({
      attempts: 1,
      undelivered: 0,
    });
  });
});

describe('a purge of a database that is not there', () => {
  it('says so, and makes none', async () => {
    const directory = aTestDirectory();
    const file = join(directory, 'elsewhere', 'commands-test.db');

    expect(await run('purge --older-than 1', { DATABASE_URL: `sqlite:${file}` })).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining(`There is no database ${file}`),
    });
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('token', () => {
  it('makes a visit token that the service takes', async () => {
    const { out } = await run(['token', 'v 1', '--page', 'p-1', '--seconds', '60'], WITH_CREDENTIALS);

    const secret = new TextEncoder().encode(WITH_CREDENTIALS.VISIT_TOKEN_SECRET);
    const { payload } = await jwtVerify(out.trim(), secret);
    expect(payload).toMatchObject({ sub: 'v 1', pageId: 'p-1' });
    expect((payload.exp ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(60);
  });

  it.each([
    ['an empty visit', ['token', ''], 'The visit'],
    ['a long visit', ['token', 'v'.repeat(129)], 'The visit'],
    ['a long page', ['token', 'v-1', '--page', 'p'.repeat(129)], 'The page'],
  ])('is for nothing that the service would not take: %s', async (_, line, what) => {
    expect(await run(line, WITH_CREDENTIALS)).toEqual({
      status: 1,
      out: '',
      err: `${what} must be a string of 1 to 128 characters without control characters.\n`,
    });
  });

  it('needs a secret to sign with', async () => {
    expect(await run('token v-1')).toMatchObject({ status: 1, err: expect.stringContaining('VISIT_TOKEN_SECRET') });
  });
});

describe('commands that ask a running service', () => {
  let service: TestService;
  let environment: Readonly<Record<string, string>>;

  beforeEach(async () => {
    service = await TestService.start(WITH_CREDENTIALS);
    environment = { GATEWAY_URL: `${service.url}/`, OPERATOR_KEY };
  });

  afterEach(async () => {
    await service.stop();
  });

  const engage = async (visitId: string): Promise<string> =>
    (await service.engage(anIxnProfile({ visitId, data: { card: '4111' } }), bearer(API_KEY))).body.attemptId;

  it('list attempts, show one, and cancel it', async () => {
    const attemptId = await engage('v-1');
    await engage('v-2');

    const list = await run('attempts list --visit v-1', environment);
    expect(list.out).toMatch(new RegExp(`^created .*\n.*${attemptId} .* v-1 +pending`));
    expect(list.out).not.toContain('v-2');
    const found = JSON.parse((await run('attempts list --json --state pending', environment)).out);
    expect(found.attempts).toHaveLength(2);
    await service.engage(anIxnProfile({ visitId: 'v-3', channel: 'callback', ruleName: 'cart' }), bearer(API_KEY));
    for (const line of ['attempts list --channel callback', 'attempts list --rule cart']) {
      const { out } = await run(line, environment);
      expect(out.match(/pending/g), line).toHaveLength(1);
      expect(out).toContain('v-3');
    }

    const cancelled = await run(['attempts', 'cancel', attemptId, '--reason', 'agents have gone home'], environment);
    expect(cancelled.out).toBe(`${attemptId} is cancelled.\n`);
    const shown = await run(`attempts show ${attemptId}`, environment);
    expect(shown.out).toMatch(/cancelled +operator +night-shift +agents have gone home/);
    expect(shown.out).not.toContain('4111');
    expect((await run(`attempts show ${attemptId} --payload --json`, environment)).out).toContain('4111');
  });

  it('export a visit, erase it, and tell that it was erased', async () => {
    await engage('v-1');
    const file = join(aTestDirectory(), 'export.json');

    expect((await run('export v-1', environment)).out).toContain('4111');
    expect(await run(['export', 'v-1', '--output', file], environment)).toEqual({ status: 0, out: '', err: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ visitId: 'v-1', attempts: { length: 1 } });
    expect(statSync(file).mode & 0o077).toBe(0);
    for (const [output, why] of [
      [file, `${file} is there already, and may be somebody else’s: name another file.`],
      ['/nowhere/export.json', '/nowhere/export.json is not there, or its directory is not.'],
    ] as const)
      expect(await run(['export', 'v-1', '--output', output], environment)).toEqual({
        status: 1,
        out: '',
        err: `${why}\n`,
      });

    expect((await run('erase v-1 --yes', environment)).out).toMatch(/^Erased 1 attempt, as \S+\.\n$/);
    expect((await run('export v-1', environment)).out).not.toContain('4111');
    expect((await run('erasures', environment)).out).toMatch(/night-shift +1 /);
  });

  it('look at endpoints and deliveries, and are told what there is not', async () => {
    expect((await run('endpoints list', environment)).out).toMatch(/^endpoint +at +standing/);
    expect((await run('deliveries list --state failed --json', environment)).out).toContain('"deliveries": []');
    for (const line of ['endpoints enable nobody', 'endpoints resend-failed nobody', 'deliveries resend nobody 1'])
      expect(await run(line, environment)).toMatchObject({
        status: 1,
        out: '',
        err: expect.stringContaining('nobody'),
      });
  });

  it('say what is wrong with what they were given', async () => {
    const bad = await run('attempts list --limit many', environment);
    expect(bad).toMatchObject({ status: 1, out: '', err: 'limit must be a whole number from 1 to 200.\n' });
    expect(await run('attempts show 0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21', environment)).toMatchObject({ status: 1 });
  });

  it('take the key from a file, and say when there is none, or another', async () => {
    const file = join(aTestDirectory(), 'operator.key');
    writeFileSync(file, `${OPERATOR_KEY}\n`);
    const { GATEWAY_URL = '' } = environment;

    expect((await run('erasures', { GATEWAY_URL, OPERATOR_KEY_FILE: file })).status).toBe(0);
    // As an entry of OPERATOR_KEYS has it.
    expect((await run('erasures', { GATEWAY_URL, OPERATOR_KEY: `night-shift:${OPERATOR_KEY}` })).status).toBe(0);
    expect(await run('erasures', { GATEWAY_URL })).toMatchObject({
      status: 1,
      err: expect.stringContaining('set OPERATOR_KEY'),
    });
    // As on a node.
    const own = { ...WITH_CREDENTIALS, GATEWAY_URL };
    expect((await run('erasures', own)).status).toBe(0);
    const wrong = await run('erasures', { ...own, OPERATOR_KEY: 'another-key-of-an-operator' });
    expect(wrong).toMatchObject({ status: 1, err: 'The service does not know this operator key.\n' });
    expect(await run('erasures', { GATEWAY_URL, OPERATOR_KEY_FILE: '/nowhere' })).toMatchObject({
      status: 78,
      err: 'OPERATOR_KEY_FILE: /nowhere is not there, or its directory is not.\n',
    });
  });

  it('show nobody what they have taken for a key', async () => {
    const file = join(aTestDirectory(), 'operator-keys');
    writeFileSync(file, `on-call:${OPERATOR_KEY}\nother:${API_KEY}\n`);

    const { status, err } = await run('erasures', { ...environment, OPERATOR_KEY_FILE: file });
    expect(status).toBe(78);
    expect(err).toContain('or one entry of OPERATOR_KEYS (name:key)');
    expect(err).not.toContain(OPERATOR_KEY);
  });

  it('say when something else answers, and take nothing for a result', async () => {
    const other = createServer((_, response) => response.end('<p>Sign in</p>')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    for (const line of ['export visit-1', 'erase visit-1 --yes', 'attempts list']) {
      const { status, out, err } = await run(line, { ...environment, GATEWAY_URL: `http://127.0.0.1:${port}` });
      expect({ status, out }, line).toEqual({ status: 1, out: '' });
      expect(err).toContain('is not this service, or broke off');
    }
    other.close();
  });

  it('say by their status that the service cannot use its database', async () => {
    const problem = { code: 'store-unavailable', status: 503, detail: 'The store cannot be reached; call again.' };
    const other = createServer((_, response) => response.writeHead(503).end(JSON.stringify(problem)));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    expect(await run('erasures', { ...environment, GATEWAY_URL: `http://127.0.0.1:${port}` })).toEqual({
      status: 69,
      out: '',
      err: `${problem.detail}\n`,
    });
    other.close();
  });

  it('say when nobody answers', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;

    expect(await run('erasures', { GATEWAY_URL: url })).toMatchObject({
      status: 1,
      err: expect.stringMatching(`The service at ${url} does not answer \\(connect ECONNREFUSED`),
    });
    for (const wrong of [
      'nowhere',
      'ftp://127.0.0.1',
      'http://ops:s3cret@127.0.0.1',
      'http://127.0.0.1/?token=s3cret',
    ]) {
      const { status, err } = await run('erasures', { GATEWAY_URL: wrong });
      expect([status, err]).toEqual([78, expect.stringMatching(/^GATEWAY_URL will not do/)]);
      expect(err).not.toContain(wrong);
    }
  });
});
