import { readFileSync } from 'node:fs';
import { isLoopbackName } from './loopback.js';
import type { Variable } from './variable.js';
import { VARIABLES } from './variables.js';

type Values<Table> = { readonly [Key in keyof Table]: Table[Key] extends Variable<infer T> ? T : never };

/** The validated settings. Injected by this token. */
export interface Configuration extends Values<typeof VARIABLES> {}
export const Configuration = Symbol('Configuration');

export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting is wrong: one line that names the variable, its shape and the remedy. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** @throws ConfigurationError for the first setting that will not do, by itself or beside the others */
export function readConfiguration(environment: Environment): Configuration {
  const configuration = readAll(environment);
  const [complaint] = complaintsAbout(configuration);
  if (complaint !== undefined) throw new ConfigurationError(complaint);
  return configuration;
}

/** A line for each setting that will not do by itself; when each does, for each that does not beside others. */
export function complaintsOf(environment: Environment): readonly string[] {
  const complaints = Object.values(VARIABLES).flatMap((declared) => complaintOf(declared, environment) ?? []);
  return complaints.length > 0 ? complaints : complaintsAbout(readAll(environment));
}

/** Nobody is asked for a credential: the service is on loopback only, and takes callers at their word. */
export function isOpenMode(configuration: Configuration): boolean {
  return CREDENTIALS.every((key) => isAbsent(configuration[key]));
}

function isAbsent(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** The files that secrets are read from, by their `…_FILE` variables. */
export function secretFiles(environment: Environment): readonly string[] {
  return Object.values(VARIABLES).flatMap((declared) => fileOf(declared, environment) ?? []);
}

const CREDENTIALS = [
  'apiKeys',
  'frontendKeys',
  'operatorKeys',
  'visitTokenSecret',
  'visitTokenKeySet',
  'httpsClientCaFile',
] as const satisfies readonly (keyof Configuration)[];

/** For how long the rules need to know what became of attempts. */
const REMEMBERED_FOR: readonly (readonly [name: string, secondsOf: (configuration: Configuration) => number])[] = [
  ['QUIET_AFTER_DECLINE_SECONDS', ({ quietAfterDeclineSeconds }) => quietAfterDeclineSeconds ?? 0],
  ['QUIET_AFTER_ACCEPTANCE_SECONDS', ({ quietAfterAcceptanceSeconds }) => quietAfterAcceptanceSeconds ?? 0],
  ['MAX_INVITATIONS_PER_VISIT', ({ invitationsPerVisit }) => invitationsPerVisit?.withinSeconds ?? 0],
];

/** What is wrong with settings that are each right. A half-made configuration does not start. */
const COMPLAINTS: readonly ((configuration: Configuration) => string | undefined)[] = [
  ({ port, httpsPort }) =>
    port === 'off' && httpsPort === 'off'
      ? 'PORT and HTTPS_PORT are both off: the service needs one of them, for example PORT=8080'
      : undefined,
  ({ port, httpsPort }) =>
    port === httpsPort && port !== 0
      ? `PORT and HTTPS_PORT are both ${port}: give each a port of its own, for example HTTPS_PORT=8443`
      : undefined,
  ({ httpsPort, httpsCertFile, httpsKeyFile, httpsClientCaFile }) => {
    if (httpsPort === 'off') {
      const given = [httpsCertFile, httpsKeyFile, httpsClientCaFile].some((file) => file !== null);
      return given
        ? 'HTTPS_PORT is missing: the HTTPS files are of use with it only, for example HTTPS_PORT=8443'
        : undefined;
    }
    const missing = httpsCertFile === null ? 'HTTPS_CERT_FILE' : httpsKeyFile === null ? 'HTTPS_KEY_FILE' : undefined;
    return missing && `${missing} is missing: HTTPS needs a certificate and its key, each the path of a PEM file`;
  },
  (configuration) => {
    const { host } = configuration;
    return isOpenMode(configuration) && !isLoopbackName(host)
      ? `HOST=${JSON.stringify(host)} will not do: without credentials the service listens on loopback only, for example HOST=127.0.0.1`
      : undefined;
  },
  (configuration) =>
    isOpenMode(configuration) ||
    !configuration.roles.includes('backend') ||
    configuration.apiKeys.length > 0 ||
    configuration.httpsClientCaFile !== null
      ? undefined
      : 'API_KEYS is missing: with other credentials set, nobody could call the REST API without it, for example API_KEYS=strategy:<a key of 16 characters or more>',
  ({ bodyBytes, dataBytes }) =>
    bodyBytes <= dataBytes
      ? `MAX_BODY_BYTES=${bodyBytes} has no room for MAX_DATA_BYTES=${dataBytes}: make it larger`
      : undefined,
  ({ apiKeys, apiKeyRates }) => {
    const stranger = [...apiKeyRates.keys()].find((name) => !apiKeys.some((key) => key.name === name));
    return stranger && `API_KEY_RATES names ${stranger}, and API_KEYS does not: give that key, or leave its rate out`;
  },
  ({ visitTokenSecret, visitTokenKeySet }) =>
    visitTokenSecret !== null && visitTokenKeySet !== null
      ? 'VISIT_TOKEN_SECRET and VISIT_TOKEN_JWKS_URL are both set: choose one, so that it is plain who makes visit tokens'
      : undefined,
  (configuration) => {
    const { frontendKeys, visitTokenSecret, visitTokenKeySet } = configuration;
    return isOpenMode(configuration) ||
      !configuration.roles.includes('frontend') ||
      frontendKeys.length > 0 ||
      visitTokenSecret !== null ||
      visitTokenKeySet !== null
      ? undefined
      : 'VISIT_TOKEN_SECRET is missing: without it, VISIT_TOKEN_JWKS_URL or FRONTEND_KEYS no frontend could connect, for example VISIT_TOKEN_SECRET=<32 characters or more>';
  },
  ({ database, roles }) =>
    database.kind === 'sqlite' && roles.length === 1
      ? `ROLES=${roles[0]} will not do with an SQLite file, which one node has for itself: set DATABASE_URL to a PostgreSQL database that the nodes share`
      : undefined,
  ({ database, redis }) =>
    database.kind === 'sqlite' && redis !== null
      ? 'REDIS_URL is of use between nodes that share a database: set DATABASE_URL to a PostgreSQL database, or leave REDIS_URL out'
      : undefined,
  ({ outcomeWebhookUrl, outcomeWebhookSecrets, outcomeWebhookTypes }) => {
    if (outcomeWebhookUrl !== null && outcomeWebhookSecrets.length === 0)
      return 'OUTCOME_WEBHOOK_SECRET is missing: outcomes are signed, for example OUTCOME_WEBHOOK_SECRET=whsec_<base64 of 32 bytes>';
    return outcomeWebhookUrl === null && (outcomeWebhookSecrets.length > 0 || outcomeWebhookTypes.length > 0)
      ? 'OUTCOME_WEBHOOK_URL is missing: OUTCOME_WEBHOOK_SECRET and OUTCOME_WEBHOOK_TYPES are of use with it only'
      : undefined;
  },
  ({ quietHours, quietHoursZone }) => {
    if (quietHours.length > 0 === (quietHoursZone !== null)) return undefined;
    return quietHoursZone === null
      ? 'QUIET_HOURS_TIME_ZONE is missing: quiet hours are hours of some place, for example QUIET_HOURS_TIME_ZONE=Europe/Berlin'
      : 'QUIET_HOURS_TIME_ZONE is of use with QUIET_HOURS only: set that too, or leave it out';
  },
  (configuration) => {
    const { retentionDays } = configuration;
    const longer = REMEMBERED_FOR.find(
      ([, secondsOf]) => secondsOf(configuration) > (retentionDays ?? Number.POSITIVE_INFINITY) * 86_400,
    );
    return (
      longer &&
      `RETENTION_DAYS=${retentionDays} is shorter than ${longer[0]} reaches back: what is forgotten limits nothing, so keep attempts for longer`
    );
  },
  ({ pacingUrl, pacingToken }) =>
    pacingUrl === null && pacingToken !== null
      ? 'PACING_TOKEN is of use with PACING_URL only: set that too, or leave it out'
      : undefined,
  ({ pacingUrl, pacingWhenUnavailable }) =>
    pacingUrl === null && pacingWhenUnavailable === 'suppress'
      ? 'PACING_WHEN_UNAVAILABLE=suppress is of use with PACING_URL only: set that too, or leave it out'
      : undefined,
  ({ visitTokenAudience, visitTokenSecret, visitTokenKeySet }) =>
    visitTokenAudience !== null && visitTokenSecret === null && visitTokenKeySet === null
      ? 'VISIT_TOKEN_AUDIENCE is of use with VISIT_TOKEN_SECRET or VISIT_TOKEN_JWKS_URL only: set one of them, or leave it out'
      : undefined,
];

function complaintsAbout(configuration: Configuration): readonly string[] {
  return COMPLAINTS.flatMap((complain) => complain(configuration) ?? []);
}

function complaintOf(declared: Variable<unknown>, environment: Environment): string | undefined {
  try {
    read(declared, environment);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}

function readAll(environment: Environment): Configuration {
  const values = Object.entries(VARIABLES).map(([key, declared]) => [key, read(declared, environment)]);
  // Each value is what its own variable's parser made.
  return Object.fromEntries(values) as Configuration;
}

function read(declared: Variable<unknown>, environment: Environment): unknown {
  const text = textOf(declared, environment)?.trim() || declared.default;
  const value = declared.parse(text);
  if (value !== undefined) return value;
  const given = declared.secret ? declared.name : `${declared.name}=${JSON.stringify(text)}`;
  throw new ConfigurationError(
    `${given} will not do: it must be ${declared.shape}, for example ${declared.name}=${declared.example}`,
  );
}

/**
 * What is given for a variable, by itself or in the file that its twin names; `undefined` for nothing.
 *
 * @throws ConfigurationError when both are, or the file cannot be read
 */
export function textOf(declared: Variable<unknown>, environment: Environment): string | undefined {
  const file = fileOf(declared, environment);
  if (file === undefined) return environment[declared.name];
  if (environment[declared.name])
    throw new ConfigurationError(`${declared.name} and ${declared.name}_FILE are both set: choose one`);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      `${declared.name}_FILE cannot be read (${why}): name a file that the service may read`,
    );
  }
}

/** A secret may come from a file, which its `…_FILE` twin names. */
function fileOf({ name, secret }: Variable<unknown>, environment: Environment): string | undefined {
  return secret ? environment[`${name}_FILE`] || undefined : undefined;
}
