import { describe, expect, it } from 'vitest';
import { type Configuration, ConfigurationError, readConfiguration, VARIABLES } from './configuration.js';

type Environment = Parameters<typeof readConfiguration>[0];

/** What is said of an environment that will not do; nothing of one that will. */
function complaintOf(environment: Environment): string | undefined {
  try {
    readConfiguration(environment);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

describe('no variable at all', () => {
  it('is a service on loopback, with a file of its own', () => {
    expect(readConfiguration({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      contextPaths: ['/backend'],
      database: { kind: 'sqlite', file: 'data/engagement.db' },
      visitConflict: 'reject',
      allowedOrigins: [],
      logLevel: 'info',
    } satisfies Configuration);
  });
});

describe.each(Object.values(VARIABLES))('the variable $name', (declared) => {
  const { name, shape, example } = declared;

  it('has a default and an example that are of its shape', () => {
    expect(declared.parse(declared.default)).toBeDefined();
    expect(complaintOf({ [name]: example })).toBeUndefined();
  });

  it('counts as absent when it is empty', () => {
    for (const text of ['', ' ', '\t', undefined])
      expect(readConfiguration({ [name]: text })).toEqual(readConfiguration({}));
  });

  it('is read without the blanks around it', () => {
    expect(readConfiguration({ [name]: ` ${example}\n` })).toEqual(readConfiguration({ [name]: example }));
  });

  it('is told in one line when it will not do: its name, its shape and the remedy', () => {
    const complaint = complaintOf({ [name]: 'no\nsuch, \u0000 thing' });

    expect(complaint).toContain(name);
    expect(complaint).toContain(`it must be ${shape}`);
    expect(complaint).toContain(`for example ${name}=${example}`);
    expect(complaint).not.toMatch(/[\n\0]/);
  });
});

const GOOD: readonly (readonly [string, string, Partial<Configuration>])[] = [
  ['HOST', '127.0.0.1', { host: '127.0.0.1' }],
  ['HOST', '::1', { host: '::1' }],
  ['HOST', 'localhost', { host: 'localhost' }],
  ['HOST', 'node-1.example.com', { host: 'node-1.example.com' }],
  ['PORT', '0', { port: 0 }],
  ['PORT', '65535', { port: 65_535 }],
  ['CONTEXT_PATHS', '/backend,/server', { contextPaths: ['/backend', '/server'] }],
  ['CONTEXT_PATHS', ' /backend , /api/v1 ', { contextPaths: ['/backend', '/api/v1'] }],
  ['DATABASE_URL', 'sqlite:data/x.db', { database: { kind: 'sqlite', file: 'data/x.db' } }],
  ['DATABASE_URL', 'sqlite:/var/lib/x.db', { database: { kind: 'sqlite', file: '/var/lib/x.db' } }],
  ['VISIT_CONFLICT', 'reject', { visitConflict: 'reject' }],
  ['VISIT_CONFLICT', 'replace', { visitConflict: 'replace' }],
  ['VISIT_CONFLICT', 'allow', { visitConflict: 'allow' }],
  ['ALLOWED_ORIGINS', 'https://www.example.com', { allowedOrigins: ['https://www.example.com'] }],
  [
    'ALLOWED_ORIGINS',
    'https://a.example, http://localhost:3000',
    { allowedOrigins: ['https://a.example', 'http://localhost:3000'] },
  ],
  ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ['LOG_LEVEL', 'error', { logLevel: 'error' }],
];

const BAD: Readonly<Record<string, readonly string[]>> = {
  HOST: ['-x', 'a b', 'http://localhost', 'localhost:8080', '[::1]', 'a..b', '*', `${'x'.repeat(64)}.example`, 'a_b'],
  PORT: ['-1', '65536', '80.5', '8e3', '0x50', 'http', '80 80', '٨٠', '9'.repeat(400)],
  CONTEXT_PATHS: ['backend', '/', '/backend/', '//x', '/a b', '/a,,/b', '/a,/a', ',', '/a?b', '/a/../b%20'],
  DATABASE_URL: ['data/x.db', 'sqlite:', 'mysql://localhost/x', 'SQLITE:x', 'file:x.db', 'sqlite::memory:'],
  VISIT_CONFLICT: ['Reject', 'none', 'reject,allow', 'toString'],
  ALLOWED_ORIGINS: [
    '*',
    'null',
    'www.example.com',
    'https://www.example.com/',
    'https://www.example.com/shop',
    'https://www.example.com:443',
    'HTTPS://www.example.com',
    'https://user@www.example.com',
    'ftp://www.example.com',
    'https://a.example,https://a.example',
    'https://a.example,',
    'https://*.example.com',
  ],
  LOG_LEVEL: ['verbose', 'INFO', '1'],
};

describe('a variable', () => {
  it('has its bad texts listed here, each of them', () => {
    expect(Object.keys(BAD).toSorted()).toEqual(
      Object.values(VARIABLES)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it.each(GOOD)('%s may be %s', (name, text, expected) => {
    expect(readConfiguration({ [name]: text })).toEqual({ ...readConfiguration({}), ...expected });
  });

  it.each(Object.entries(BAD).flatMap(([name, texts]) => texts.map((text) => [name, text] as const)))(
    '%s may not be %s',
    (name, text) => {
      expect(complaintOf({ [name]: text })).toContain(name);
    },
  );
});

describe('a complaint', () => {
  it('repeats what was given, so that it can be found', () => {
    expect(complaintOf({ PORT: 'http' })).toBe(
      'PORT="http" will not do: it must be a port, 0 to 65535, for example PORT=8080',
    );
  });

  it('never repeats a text that may hold a password', () => {
    const secrets = Object.values(VARIABLES).filter((declared) => 'secret' in declared);

    expect(secrets.map(({ name }) => name)).toContain('DATABASE_URL');
    for (const { name } of secrets) {
      const complaint = complaintOf({ [name]: 'mysql://user:hunter2@localhost/x' });
      expect(complaint).toContain(name);
      expect(complaint).not.toContain('hunter2');
    }
  });

  it('is made of the first variable that is wrong, and of no other', () => {
    const complaint = complaintOf({ PORT: 'http', LOG_LEVEL: 'loud' });

    expect(complaint).toContain('PORT');
    expect(complaint).not.toContain('LOG_LEVEL');
  });
});
