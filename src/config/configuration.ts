import { databaseUrl, hostName, listOf, oneOf, pathPrefix, someOf, webOrigin, wholeNumber } from './shapes.js';
import { variable, type Variable } from './variable.js';

/** Every setting of the service, by the environment variable that it comes from. */
export const VARIABLES = {
  host: variable('HOST', {
    meaning: 'Address of the HTTP listener. Without credentials it must be a loopback address.',
    shape: 'an IP address or a host name',
    example: '127.0.0.1',
    default: '127.0.0.1',
    parse: hostName,
  }),
  port: variable('PORT', {
    meaning: 'Port of the HTTP listener; `0` takes a free one.',
    shape: 'a port, 0 to 65535',
    example: '8080',
    default: '8080',
    parse: wholeNumber(0, 65_535),
  }),
  contextPaths: variable('CONTEXT_PATHS', {
    meaning: 'Path prefixes under which the REST API is served, comma-separated. The documents name the first.',
    shape:
      'one or more path prefixes, each with a leading slash and none at the end, not under /client, /demo, /docs or /socket.io',
    example: '/backend,/server',
    default: '/backend',
    parse: someOf(pathPrefix),
  }),
  database: variable('DATABASE_URL', {
    meaning: 'Where attempts are kept: `sqlite:` and the path of a file, which is made at the first start.',
    shape: '"sqlite:" and the path of a file',
    example: 'sqlite:data/engagement.db',
    default: 'sqlite:data/engagement.db',
    secret: true,
    parse: databaseUrl,
  }),
  visitConflict: variable('VISIT_CONFLICT', {
    meaning:
      'What becomes of an engage for a visit that has an active attempt: `reject` answers 400 `visit-engaged`; ' +
      '`replace` cancels the old attempt with reason `replaced`; `allow` keeps both, and pages show one after the other.',
    shape: '"reject", "replace" or "allow"',
    example: 'replace',
    default: 'reject',
    parse: oneOf('reject', 'replace', 'allow'),
  }),
  allowedOrigins: variable('ALLOWED_ORIGINS', {
    meaning: 'Web origins, beside the service’s own, whose pages may connect and call; comma-separated.',
    shape: 'web origins: scheme, host and, where it is not the default, port; no path and no slash at the end',
    example: 'https://www.example.com,https://shop.example.com',
    default: '',
    parse: listOf(webOrigin),
  }),
  logLevel: variable('LOG_LEVEL', {
    meaning: 'The least important log lines to write.',
    shape: '"debug", "info", "warn" or "error"',
    example: 'warn',
    default: 'info',
    parse: oneOf('debug', 'info', 'warn', 'error'),
  }),
} as const;

type Values<Table> = { readonly [Key in keyof Table]: Table[Key] extends Variable<infer T> ? T : never };

/** The validated settings. Injected by this token. */
export interface Configuration extends Values<typeof VARIABLES> {}
export const Configuration = Symbol('Configuration');

/** A setting is wrong: one line that names the variable, its shape and the remedy. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** @throws ConfigurationError for the first variable whose text is not of its shape */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  refuseWhatIsNotServed(environment);
  const { host, port, contextPaths, database, visitConflict, allowedOrigins, logLevel } = VARIABLES;
  return {
    host: read(host, environment),
    port: read(port, environment),
    contextPaths: read(contextPaths, environment),
    database: read(database, environment),
    visitConflict: read(visitConflict, environment),
    allowedOrigins: read(allowedOrigins, environment),
    logLevel: read(logLevel, environment),
  };
}

/**
 * Settings that a deployer may expect and that this release does not have. To run in open mode while somebody believes
 * that credentials are asked for would be worse than not to run.
 */
const NOT_SERVED = [
  'API_KEYS',
  'FRONTEND_KEYS',
  'OPERATOR_KEYS',
  'VISIT_TOKEN_SECRET',
  'VISIT_TOKEN_JWKS_URL',
  'HTTPS_PORT',
  'HTTPS_CERT_FILE',
  'HTTPS_KEY_FILE',
  'HTTPS_CLIENT_CA_FILE',
  'REDIS_URL',
  'ROLES',
  'OUTCOME_WEBHOOK_URL',
  'OUTCOME_WEBHOOK_SECRET',
];

function refuseWhatIsNotServed(environment: Readonly<Record<string, string | undefined>>): void {
  const given = NOT_SERVED.flatMap((name) => [name, `${name}_FILE`]).find((name) => environment[name]);
  if (given === undefined) return;
  throw new ConfigurationError(`${given} is set, and this release does not have that setting: leave it out`);
}

function read<T>(declared: Variable<T>, environment: Readonly<Record<string, string | undefined>>): T {
  const text = environment[declared.name]?.trim() || declared.default;
  const value = declared.parse(text);
  if (value !== undefined) return value;
  const given = declared.secret ? declared.name : `${declared.name}=${JSON.stringify(text)}`;
  throw new ConfigurationError(
    `${given} will not do: it must be ${declared.shape}, for example ${declared.name}=${declared.example}`,
  );
}
