import { describe, expect, it, onTestFinished } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  complaintsOf,
  type Configuration,
  ConfigurationError,
  isOpenMode,
  readConfiguration,
  secretFiles,
} from './configuration.js';
import { VARIABLES } from './variables.js';

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

describe('several settings that will not do', () => {
  it('can be told at once, a line for each', () => {
    expect(complaintsOf({ PORT: 'eighty', ROLES: 'nobody', DATABASE_URL: 'mysql://host/db' })).toEqual([
      expect.stringMatching(/^PORT=/),
      expect.stringMatching(/^DATABASE_URL /),
      expect.stringMatching(/^ROLES=/),
    ]);
    expect(complaintsOf({ HOST: '0.0.0.0', REDIS_URL: 'redis://localhost' })).toEqual([
      expect.stringMatching(/^HOST=/),
      expect.stringMatching(/^REDIS_URL /),
    ]);
    expect(complaintsOf({})).toEqual([]);
  });
});

describe('no variable at all', () => {
  it('is a service on loopback, with a file of its own', () => {
    expect(readConfiguration({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      httpsPort: 'off',
      httpsCertFile: null,
      httpsKeyFile: null,
      httpsClientCaFile: null,
      contextPaths: ['/backend'],
      database: { kind: 'sqlite', file: 'data/engagement.db' },
      databaseConnections: 10,
      databaseWaitSeconds: 60,
      retentionDays: null,
      redis: null,
      roles: ['backend', 'frontend'],
      drainSeconds: 10,
      visitConflict: 'reject',
      quietAfterDeclineSeconds: null,
      quietAfterAcceptanceSeconds: null,
      invitationsPerVisit: null,
      quietHours: [],
      quietHoursZone: null,
      pacingUrl: null,
      pacingToken: null,
      pacingMilliseconds: 500,
      pacingWhenUnavailable: 'invite',
      profileMappingFile: null,
      unknownFields: 'refuse',
      apiKeys: [],
      apiKeyRates: new Map(),
      frontendKeys: [],
      visitTokenSecret: null,
      visitTokenKeySet: null,
      visitTokenAudience: null,
      allowedOrigins: [],
      trustedProxies: [],
      bodyBytes: 262_144,
      dataBytes: 16_384,
      dataLevels: 8,
      eventBytes: 16_384,
      eventsPerSecond: 50,
      queuedBytes: 262_144,
      connectionsPerAddress: { most: 1_000, onLoopback: false },
      connectionsPerVisit: 32,
      failuresPerMinute: 30,
      requestSeconds: 30,
      handshakeSeconds: 5,
      operatorKeys: [],
      outcomeWebhookUrl: null,
      outcomeWebhookSecrets: [],
      outcomeWebhookTypes: [],
      outcomeWebhooksFile: null,
      outcomeWebhookSeconds: 15,
      outgoingNetworks: [],
      waitingEngagements: 2_000,
      logLevel: 'info',
    } satisfies Configuration);
  });
});

const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwXRzUTBmxvNk=';

/** What other settings a setting needs. */
const BESIDE: Readonly<Record<string, Environment>> = {
  PACING_WHEN_UNAVAILABLE: { PACING_URL: 'https://routing.example.com/may-invite' },
  HOST: { API_KEYS: 'strategy:0123456789abcdef', VISIT_TOKEN_SECRET: 'x'.repeat(32) },
  PORT: { HTTPS_PORT: '8443', HTTPS_CERT_FILE: 'tls.crt', HTTPS_KEY_FILE: 'tls.key' },
  HTTPS_PORT: { HTTPS_CERT_FILE: 'tls.crt', HTTPS_KEY_FILE: 'tls.key' },
  HTTPS_CERT_FILE: { HTTPS_PORT: '8443', HTTPS_KEY_FILE: 'tls.key' },
  HTTPS_KEY_FILE: { HTTPS_PORT: '8443', HTTPS_CERT_FILE: 'tls.crt' },
  HTTPS_CLIENT_CA_FILE: {
    HTTPS_PORT: '8443',
    HTTPS_CERT_FILE: 'tls.crt',
    HTTPS_KEY_FILE: 'tls.key',
    VISIT_TOKEN_SECRET: 'x'.repeat(32),
  },
  QUIET_HOURS: { QUIET_HOURS_TIME_ZONE: 'Europe/Berlin' },
  QUIET_HOURS_TIME_ZONE: { QUIET_HOURS: '20:00-08:00' },
  PACING_TOKEN: { PACING_URL: 'https://routing.example.com/may-invite' },
  REDIS_URL: { DATABASE_URL: 'postgres://db.internal/engagement' },
  ROLES: { DATABASE_URL: 'postgres://db.internal/engagement' },
  API_KEYS: { VISIT_TOKEN_SECRET: 'x'.repeat(32) },
  API_KEY_RATES: { API_KEYS: 'reports:0123456789abcdef', VISIT_TOKEN_SECRET: 'x'.repeat(32) },
  FRONTEND_KEYS: { API_KEYS: 'strategy:0123456789abcdef' },
  OPERATOR_KEYS: { API_KEYS: 'strategy:0123456789abcdef', VISIT_TOKEN_SECRET: 'x'.repeat(32) },
  OUTCOME_WEBHOOK_URL: { OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET },
  OUTCOME_WEBHOOK_SECRET: { OUTCOME_WEBHOOK_URL: 'https://strategy.example.com/events' },
  OUTCOME_WEBHOOK_TYPES: {
    OUTCOME_WEBHOOK_URL: 'https://strategy.example.com/events',
    OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
  },
  VISIT_TOKEN_SECRET: { API_KEYS: 'strategy:0123456789abcdef' },
  VISIT_TOKEN_JWKS_URL: { API_KEYS: 'strategy:0123456789abcdef' },
  VISIT_TOKEN_AUDIENCE: { API_KEYS: 'strategy:0123456789abcdef', VISIT_TOKEN_SECRET: 'x'.repeat(32) },
};

describe.each(Object.values(VARIABLES))('the variable $name', (declared) => {
  const { name, shape, example } = declared;
  const beside = BESIDE[name] ?? {};

  it('has a default and an example that are of its shape', () => {
    expect(declared.parse(declared.default)).toBeDefined();
    expect(complaintOf({ ...beside, [name]: example })).toBeUndefined();
  });

  it('counts as absent when it is empty', () => {
    for (const text of ['', ' ', '\t', undefined])
      expect(readConfiguration({ [name]: text })).toEqual(readConfiguration({}));
  });

  it('is read without the blanks around it', () => {
    expect(readConfiguration({ ...beside, [name]: ` ${example}\n` })).toEqual(
      readConfiguration({ ...beside, [name]: example }),
    );
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
  ['PORT', 'off', { port: 'off' }],
  ['DATABASE_URL', 'sqlite:data/x.db', { database: { kind: 'sqlite', file: 'data/x.db' } }],
  ['DATABASE_URL', 'sqlite:/var/lib/x.db', { database: { kind: 'sqlite', file: '/var/lib/x.db' } }],
  ['DATABASE_URL', 'postgres://u:p@db/x', { database: { kind: 'postgres', url: 'postgres://u:p@db/x' } }],
  ['RETENTION_DAYS', '90', { retentionDays: 90 }],
  ['REDIS_URL', 'redis://redis:6379/2', { redis: 'redis://redis:6379/2' }],
  ['REDIS_URL', 'rediss://user:secret@redis', { redis: 'rediss://user:secret@redis' }],
  ['ROLES', 'frontend', { roles: ['frontend'] }],
  ['ROLES', 'frontend, backend', { roles: ['frontend', 'backend'] }],
  ['DRAIN_SECONDS', '0', { drainSeconds: 0 }],
  ['DATABASE_URL', 'postgresql://db/x', { database: { kind: 'postgres', url: 'postgresql://db/x' } }],
  ['VISIT_CONFLICT', 'reject', { visitConflict: 'reject' }],
  ['VISIT_CONFLICT', 'replace', { visitConflict: 'replace' }],
  ['VISIT_CONFLICT', 'allow', { visitConflict: 'allow' }],
  ['QUIET_AFTER_DECLINE_SECONDS', '3600', { quietAfterDeclineSeconds: 3_600 }],
  ['QUIET_AFTER_ACCEPTANCE_SECONDS', '31536000', { quietAfterAcceptanceSeconds: 31_536_000 }],
  ['MAX_INVITATIONS_PER_VISIT', '1/90s', { invitationsPerVisit: { most: 1, withinSeconds: 90 } }],
  ['MAX_INVITATIONS_PER_VISIT', '3/24h', { invitationsPerVisit: { most: 3, withinSeconds: 86_400 } }],
  ['MAX_INVITATIONS_PER_VISIT', '1000/365d', { invitationsPerVisit: { most: 1_000, withinSeconds: 31_536_000 } }],
  ['QUIET_HOURS', '00:00-24:00', { quietHours: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, until: 1_440 }] }],
  [
    'QUIET_HOURS',
    'Mon-Fri 20:00-08:00, Sat-Sun 00:00-24:00',
    {
      quietHours: [
        { days: [1, 2, 3, 4, 5], from: 1_200, until: 1_920 },
        { days: [6, 0], from: 0, until: 1_440 },
      ],
    },
  ],
  ['QUIET_HOURS', 'Wed 12:30-13:15', { quietHours: [{ days: [3], from: 750, until: 795 }] }],
  ['QUIET_HOURS_TIME_ZONE', 'America/Argentina/Buenos_Aires', { quietHoursZone: 'America/Argentina/Buenos_Aires' }],
  ['QUIET_HOURS_TIME_ZONE', 'UTC', { quietHoursZone: 'UTC' }],
  ['PACING_TIMEOUT_MILLISECONDS', '10', { pacingMilliseconds: 10 }],
  ['PACING_WHEN_UNAVAILABLE', 'suppress', { pacingWhenUnavailable: 'suppress' }],
  ['PROFILE_MAPPING_FILE', 'mapping.json', { profileMappingFile: 'mapping.json' }],
  ['UNKNOWN_FIELDS', 'data', { unknownFields: 'data' }],
  ['ALLOWED_ORIGINS', 'https://www.example.com', { allowedOrigins: ['https://www.example.com'] }],
  [
    'ALLOWED_ORIGINS',
    'https://a.example, http://localhost:3000',
    { allowedOrigins: ['https://a.example', 'http://localhost:3000'] },
  ],
  [
    'ALLOWED_ORIGINS',
    'https://*.shop.example.com, http://*.localhost.test:3000',
    { allowedOrigins: ['https://*.shop.example.com', 'http://*.localhost.test:3000'] },
  ],
  [
    'API_KEYS',
    'a:0123456789abcdef, b_2.-:0123456789ABCDEF+/=~',
    {
      apiKeys: [
        { name: 'a', key: '0123456789abcdef' },
        { name: 'b_2.-', key: '0123456789ABCDEF+/=~' },
      ],
    },
  ],
  ['API_KEY_RATES', 'reports:20', { apiKeyRates: new Map([['reports', 20]]) }],
  ['TRUSTED_PROXIES', 'loopback,10.0.0.0/8,fd00::/8', { trustedProxies: ['loopback', '10.0.0.0/8', 'fd00::/8'] }],
  ['MAX_CONNECTIONS_PER_ADDRESS', '7', { connectionsPerAddress: { most: 7, onLoopback: true } }],
  ['VISIT_TOKEN_JWKS_URL', 'http://127.0.0.1:9/jwks', { visitTokenKeySet: 'http://127.0.0.1:9/jwks' }],
  ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ['LOG_LEVEL', 'error', { logLevel: 'error' }],
];

const BAD: Readonly<Record<string, readonly string[]>> = {
  HOST: ['-x', 'a b', 'http://localhost', 'localhost:8080', '[::1]', 'a..b', '*', `${'x'.repeat(64)}.example`, 'a_b'],
  PORT: ['-1', '65536', '80.5', '8e3', '0x50', 'http', '80 80', '٨٠', '9'.repeat(400)],
  CONTEXT_PATHS: ['backend', '/', '/backend/', '//x', '/a b', '/a,,/b', '/a,/a', ',', '/a?b', '/a/../b%20'],
  DATABASE_URL: [
    'data/x.db',
    'sqlite:',
    'mysql://localhost/x',
    'SQLITE:x',
    'file:x.db',
    'sqlite::memory:',
    'postgres:db',
    'postgres://',
  ],
  DATABASE_CONNECTIONS: ['1', '1001', 'many'],
  DATABASE_WAIT_SECONDS: ['-1', '3601', 'forever'],
  VISIT_CONFLICT: ['Reject', 'none', 'reject,allow', 'toString'],
  QUIET_AFTER_DECLINE_SECONDS: ['0', '31536001', '1h', '-1', '1.5'],
  QUIET_AFTER_ACCEPTANCE_SECONDS: ['0', '31536001', '1h'],
  MAX_INVITATIONS_PER_VISIT: [
    '3',
    '3/',
    '/24h',
    '0/24h',
    '3/0h',
    '1001/24h',
    '3/366d',
    '3/24',
    '3/24H',
    '3 / 24h',
    '3/1.5h',
    '3/24h,1/1h',
    `3/${'9'.repeat(400)}s`,
  ],
  QUIET_HOURS: [
    '20:00',
    '20-08',
    '8:00-20:00',
    '20:00-20:00',
    '24:00-08:00',
    '20:00-24:01',
    '20:60-21:00',
    '25:00-26:00',
    'mon 20:00-08:00',
    'Monday 20:00-08:00',
    'Mon-Foo 20:00-08:00',
    'Mon,Tue 20:00-08:00',
    'Mon-Fri20:00-08:00',
    '20:00-08:00,',
    '20:00–08:00',
  ],
  QUIET_HOURS_TIME_ZONE: [
    'Berlin',
    'Europe/Nowhere',
    '+01:00',
    '-05:00',
    'Europe/Berlin,UTC',
    'Europe Berlin',
    '../UTC',
  ],
  PACING_URL: [
    'routing.example.com',
    'ftp://routing.example.com/',
    'https://user:pass@routing.example.com/',
    'https://routing.example.com/#here',
    'https://',
  ],
  PACING_TOKEN: ['short', 'a b c d e f g h', 'x'.repeat(1_025), 'tökentöken'],
  PACING_TIMEOUT_MILLISECONDS: ['9', '10001', '0.5', '500ms'],
  PACING_WHEN_UNAVAILABLE: ['Invite', 'allow', 'invite,suppress', 'toString'],
  PROFILE_MAPPING_FILE: ['a\nb', 'a\0b'],
  OUTCOME_WEBHOOKS_FILE: ['a\nb', 'a\0b'],
  UNKNOWN_FIELDS: ['Refuse', 'drop', 'refuse,data', 'toString'],
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
    'https://*.com',
    'https://www.*.example.com',
    'https://*example.com',
    'https://*.example.com/',
    'https://*.example.com:443',
    'ftp://*.example.com',
    'https://*.*.example.com',
  ],
  HTTPS_PORT: ['-1', '65536', 'on', '8443,8444'],
  HTTPS_CERT_FILE: ['a\nb', 'a\0b'],
  HTTPS_KEY_FILE: ['a\nb', 'a\0b'],
  HTTPS_CLIENT_CA_FILE: ['a\nb', 'a\0b'],
  API_KEYS: [
    '0123456789abcdef',
    ':0123456789abcdef',
    'a:0123456789abcde',
    `a:${'x'.repeat(257)}`,
    'a b:0123456789abcdef',
    'a:0123456789abcdef,a:0123456789abcdeg',
    'a:0123456789abcdef,b:0123456789abcdef',
    'a:0123456789 abcdef',
    'a:0123456789abcdef,',
    `${'x'.repeat(65)}:0123456789abcdef`,
  ],
  API_KEY_RATES: ['reports', 'reports:0', 'reports:fast', 'a:1,a:2', 'reports:100001', 'a:1:2'],
  FRONTEND_KEYS: ['0123456789abcdef', 'a:0123456789abcde', 'a:0123456789abcdef,b:0123456789abcdef'],
  OPERATOR_KEYS: ['0123456789abcdef', 'a:0123456789abcde', 'a:0123456789abcdef,b:0123456789abcdef'],
  OUTCOME_WEBHOOK_URL: ['strategy.example.com', 'ftp://strategy.example.com', 'https://strategy.example.com/a b'],
  OUTCOME_WEBHOOK_SECRET: [
    'secret',
    'whsec_',
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    `whsec_${Buffer.alloc(65).toString('base64')}`,
    WEBHOOK_SECRET.slice(0, -1),
    `${WEBHOOK_SECRET},${WEBHOOK_SECRET}`,
    WEBHOOK_SECRET.replace('whsec_', ''),
  ],
  OUTCOME_WEBHOOK_TYPES: ['accepted', 'engagement.pending', 'engagement.shown,engagement.shown'],
  OUTCOME_WEBHOOK_TIMEOUT_SECONDS: ['0', '31', 'soon'],
  OUTGOING_NETWORKS: ['10.0.0.0/33', 'intranet', '10.0.0', '*'],
  VISIT_TOKEN_SECRET: ['x'.repeat(31), 'x'.repeat(1025), `${'x'.repeat(20)} ${'x'.repeat(20)}`],
  VISIT_TOKEN_JWKS_URL: [
    'jwks.json',
    'http://login.example.com/jwks',
    'ftp://x/y',
    'https://user:pass@login.example.com/',
  ],
  VISIT_TOKEN_AUDIENCE: ['a b', 'x'.repeat(257)],
  TRUSTED_PROXIES: [
    '10.0.0.0/33',
    'proxy.example.com',
    '10.0.0.0/8/8',
    '10.0.0',
    '*',
    'fd00::/129',
    '10.0.0.0/',
    'all',
  ],
  MAX_BODY_BYTES: ['1023', '10485761', '1k'],
  MAX_DATA_BYTES: ['1', '1048577', '16KiB'],
  MAX_DATA_LEVELS: ['0', '65'],
  MAX_EVENT_BYTES: ['1023', '1048577'],
  MAX_EVENTS_PER_SECOND: ['0', '10001', '1.5'],
  MAX_QUEUED_BYTES: ['16383', '67108865'],
  MAX_CONNECTIONS_PER_ADDRESS: ['0', '1000001', 'many'],
  MAX_CONNECTIONS_PER_VISIT: ['0', '10001'],
  MAX_FAILED_AUTHENTICATIONS_PER_MINUTE: ['0', '1000001'],
  REQUEST_TIMEOUT_SECONDS: ['0', '301'],
  HANDSHAKE_TIMEOUT_SECONDS: ['0', '61'],
  MAX_WAITING_ENGAGEMENTS: ['0', '100001'],
  LOG_LEVEL: ['verbose', 'INFO', '1'],
  RETENTION_DAYS: ['0', '3651', 'forever', '1.5'],
  REDIS_URL: ['redis.internal:6379', 'http://redis.internal', 'redis://', 'redis://host:port'],
  ROLES: ['gateway', 'backend,backend', 'backend;frontend', 'Backend'],
  DRAIN_SECONDS: ['-1', '16', '1.5'],
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
    expect(readConfiguration({ ...BESIDE[name], [name]: text })).toMatchObject(expected);
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
      'PORT="http" will not do: it must be a port, 0 to 65535, or "off", for example PORT=8080',
    );
  });

  it('never repeats a text that may hold a password', () => {
    const secrets = Object.values(VARIABLES).filter((declared) => 'secret' in declared);

    expect(secrets.map(({ name }) => name)).toContain('DATABASE_URL');
    for (const { name } of secrets) {
      const complaint = complaintOf({ [name]: 'mysql://user: hunter2@localhost/x' });
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

describe('open mode', () => {
  it('is what no credential makes', () => {
    expect(isOpenMode(readConfiguration({}))).toBe(true);
    expect(isOpenMode(readConfiguration({ ALLOWED_ORIGINS: 'https://www.example.com' }))).toBe(true);
  });

  it.each([
    'API_KEYS',
    'FRONTEND_KEYS',
    'OPERATOR_KEYS',
    'VISIT_TOKEN_SECRET',
    'VISIT_TOKEN_JWKS_URL',
    'HTTPS_CLIENT_CA_FILE',
  ] as const)('ends with %s', (name) => {
    const declared = Object.values(VARIABLES).find((variable) => variable.name === name);

    expect(isOpenMode(readConfiguration({ ...BESIDE[name], [name]: declared?.example }))).toBe(false);
  });

  it('is on loopback only', () => {
    expect(complaintOf({ HOST: '0.0.0.0' })).toContain('HOST="0.0.0.0" will not do: without credentials');
    expect(complaintOf({ HOST: '0.0.0.0', ...BESIDE['API_KEYS'], API_KEYS: 'a:0123456789abcdef' })).toBeUndefined();
  });
});

describe('settings that do not fit together', () => {
  const KEY = 'strategy:0123456789abcdef';
  const SECRET = 'x'.repeat(32);
  const CLUSTER = { DATABASE_URL: 'postgres://db.internal/engagement' };
  const HTTPS = { HTTPS_PORT: '8443', HTTPS_CERT_FILE: 'tls.crt', HTTPS_KEY_FILE: 'tls.key' };

  it.each<readonly [string, Environment]>([
    ['PORT and HTTPS_PORT are both off', { PORT: 'off' }],
    ['PORT and HTTPS_PORT are both 8443', { ...HTTPS, PORT: '8443' }],
    ['HTTPS_PORT is missing', { HTTPS_CERT_FILE: 'tls.crt' }],
    ['HTTPS_PORT is missing', { HTTPS_CLIENT_CA_FILE: 'ca.crt' }],
    ['HTTPS_CERT_FILE is missing', { ...HTTPS, HTTPS_CERT_FILE: '' }],
    ['HTTPS_KEY_FILE is missing', { ...HTTPS, HTTPS_KEY_FILE: '' }],
    ['API_KEYS is missing', { FRONTEND_KEYS: KEY }],
    ['API_KEYS is missing', { VISIT_TOKEN_SECRET: SECRET }],
    ['VISIT_TOKEN_SECRET is missing', { API_KEYS: KEY }],
    ['VISIT_TOKEN_SECRET is missing', { ...HTTPS, HTTPS_CLIENT_CA_FILE: 'ca.crt' }],
    [
      'VISIT_TOKEN_SECRET and VISIT_TOKEN_JWKS_URL are both set',
      { API_KEYS: KEY, VISIT_TOKEN_SECRET: SECRET, VISIT_TOKEN_JWKS_URL: 'https://login.example.com/jwks' },
    ],
    ['VISIT_TOKEN_AUDIENCE is of use', { API_KEYS: KEY, FRONTEND_KEYS: KEY, VISIT_TOKEN_AUDIENCE: 'gateway' }],
    ['API_KEY_RATES names reports', { API_KEYS: KEY, VISIT_TOKEN_SECRET: SECRET, API_KEY_RATES: 'reports:1' }],
    ['MAX_BODY_BYTES=2048 has no room', { MAX_BODY_BYTES: '2048' }],
    ['API_KEYS is missing', { OPERATOR_KEYS: KEY }],
    ['OUTCOME_WEBHOOK_SECRET is missing', { OUTCOME_WEBHOOK_URL: 'https://strategy.example.com/events' }],
    ['OUTCOME_WEBHOOK_URL is missing', { OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET }],
    ['OUTCOME_WEBHOOK_URL is missing', { OUTCOME_WEBHOOK_TYPES: 'engagement.shown' }],
    ['QUIET_HOURS_TIME_ZONE is missing', { QUIET_HOURS: '20:00-08:00' }],
    ['QUIET_HOURS_TIME_ZONE is of use with QUIET_HOURS only', { QUIET_HOURS_TIME_ZONE: 'UTC' }],
    [
      'RETENTION_DAYS=1 is shorter than QUIET_AFTER_DECLINE_SECONDS reaches back',
      { RETENTION_DAYS: '1', QUIET_AFTER_DECLINE_SECONDS: '86401' },
    ],
    [
      'RETENTION_DAYS=1 is shorter than QUIET_AFTER_ACCEPTANCE_SECONDS reaches back',
      { RETENTION_DAYS: '1', QUIET_AFTER_ACCEPTANCE_SECONDS: '86401' },
    ],
    [
      'RETENTION_DAYS=7 is shorter than MAX_INVITATIONS_PER_VISIT reaches back',
      { RETENTION_DAYS: '7', QUIET_AFTER_DECLINE_SECONDS: '86400', MAX_INVITATIONS_PER_VISIT: '3/30d' },
    ],
    ['PACING_TOKEN is of use with PACING_URL only', { PACING_TOKEN: '0123456789abcdef' }],
    ['PACING_WHEN_UNAVAILABLE=suppress is of use with PACING_URL only', { PACING_WHEN_UNAVAILABLE: 'suppress' }],
    ['REDIS_URL is of use between nodes', { REDIS_URL: 'redis://localhost' }],
    ['ROLES=frontend will not do with an SQLite file', { ROLES: 'frontend' }],
    ['ROLES=backend will not do with an SQLite file', { ROLES: 'backend' }],
    ['VISIT_TOKEN_SECRET is missing', { ...CLUSTER, ROLES: 'frontend', API_KEYS: KEY }],
    ['API_KEYS is missing', { ...CLUSTER, ROLES: 'backend', FRONTEND_KEYS: KEY }],
  ])('are told in one line: %s', (complaint, environment) => {
    expect(complaintOf(environment)).toContain(complaint);
    expect(complaintOf(environment)).not.toContain('\n');
  });

  it.each<Environment>([
    { ROLES: 'backend', API_KEYS: KEY },
    { ROLES: 'frontend', VISIT_TOKEN_SECRET: SECRET },
    { ROLES: 'frontend', FRONTEND_KEYS: KEY },
  ])('are not those of a role that the node does not have: %j', (environment) => {
    expect(complaintOf({ ...CLUSTER, ...environment })).toBeUndefined();
  });
});

describe('a secret in a file', () => {
  function fileWith(text: string): string {
    const directory = mkdtempSync(join(tmpdir(), 'engagement-secret-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'secret');
    writeFileSync(file, text);
    return file;
  }

  it('is read without the line end after it', () => {
    const environment = {
      API_KEYS_FILE: fileWith('strategy:0123456789abcdef\n'),
      VISIT_TOKEN_SECRET_FILE: fileWith(`${'x'.repeat(32)}\n`),
    };

    expect(readConfiguration(environment)).toMatchObject({
      apiKeys: [{ name: 'strategy', key: '0123456789abcdef' }],
      visitTokenSecret: 'x'.repeat(32),
    });
    expect(secretFiles(environment)).toEqual([environment.API_KEYS_FILE, environment.VISIT_TOKEN_SECRET_FILE]);
  });

  it('is complained of without being repeated', () => {
    const complaint = complaintOf({ API_KEYS_FILE: fileWith('hunter2') });

    expect(complaint).toContain('API_KEYS will not do');
    expect(complaint).not.toContain('hunter2');
  });

  it('is given in one way only, and must be there', () => {
    expect(complaintOf({ API_KEYS_FILE: fileWith('x'), API_KEYS: 'y' })).toContain('both set');
    expect(complaintOf({ API_KEYS_FILE: '/nowhere/keys' })).toContain('API_KEYS_FILE cannot be read');
  });

  it('is for secrets only', () => {
    expect(readConfiguration({ PORT_FILE: '/nowhere/port' }).port).toBe(8080);
  });
});
