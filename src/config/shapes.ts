import { isIP } from 'node:net';
import { isLoopbackName } from './loopback.js';

/** The shapes that variables' texts take. Each reads a text, and answers `undefined` when it is of another shape. */

export function hostName(text: string): string | undefined {
  return isIP(text) !== 0 || /^(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/.test(text) ? text : undefined;
}

export function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
  };
}

export function oneOf<const Names extends readonly string[]>(
  ...names: Names
): (text: string) => Names[number] | undefined {
  return (text) => names.find((name) => name === text);
}

/** A comma-separated list, each part of the shape, none twice. */
export function listOf<T>(part: (text: string) => T | undefined): (text: string) => readonly T[] | undefined {
  return (text) => {
    if (text === '') return [];
    const values = text.split(',').map((item) => part(item.trim()));
    const found = values.filter((value) => value !== undefined);
    return found.length === values.length && new Set(found).size === found.length ? found : undefined;
  };
}

/** The same with at least one part. */
export function someOf<T>(part: (text: string) => T | undefined): (text: string) => readonly [T, ...T[]] | undefined {
  return (text) => {
    const [first, ...others] = listOf(part)(text) ?? [];
    return first === undefined ? undefined : [first, ...others];
  };
}

/** A path prefix such as `/backend`: one or more segments, no slash at the end, none of the service's own paths. */
export function pathPrefix(text: string): string | undefined {
  const [, first = '', ...others] = text.split('/');
  const isPrefix = /^(\/[A-Za-z0-9._~-]+)+$/.test(text) && ![first, ...others].some((segment) => /^\.+$/.test(segment));
  return isPrefix && !OWN_PATHS.has(first) ? text : undefined;
}

/** Where the service's pages are: no prefix starts like them. */
const OWN_PATHS: ReadonlySet<string> = new Set([
  'client',
  'console',
  'demo',
  'docs',
  'health',
  'metrics',
  'operations',
  'socket.io',
]);

/** The same, or nothing: `null`. */
export function optional<T>(shape: (text: string) => T | undefined): (text: string) => T | null | undefined {
  return (text) => (text === '' ? null : shape(text));
}

export function port(text: string): number | 'off' | undefined {
  return text === 'off' ? text : wholeNumber(0, 65_535)(text);
}

export function fileName(text: string): string | undefined {
  return /\p{Cc}/u.test(text) ? undefined : text;
}

/**
 * A web origin such as `https://www.example.com`, as browsers send it. An asterisk as the first label of the host stands
 * for one label or more; `*` alone, or before a name without a dot, would be everybody.
 */
export function originPattern(text: string): string | undefined {
  const origin = /^(https?:\/\/)\*\.([^./*]+\.[^/*]+)$/.test(text) ? text.replace('*', 'any') : text;
  if (!URL.canParse(origin) || origin.includes('*')) return undefined;
  const { origin: normal, protocol } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && normal === origin ? text : undefined;
}

/** A key, and the name by which logs and the audit trail know who holds it. */
export interface NamedKey {
  readonly name: string;
  readonly key: string;
}

/** No name twice, and no key: whose it is would be unknown. */
export function namedKeys(text: string): readonly NamedKey[] | undefined {
  const pairs = listOf(namedKey)(text);
  const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;
  return pairs && isUnique(pairs.map(({ name }) => name)) && isUnique(pairs.map(({ key }) => key)) ? pairs : undefined;
}

function namedKey(text: string): NamedKey | undefined {
  const [, name, key] = /^([\w.-]{1,64}):([\w.~+/=-]{16,256})$/.exec(text) ?? [];
  return name === undefined || key === undefined ? undefined : { name, key };
}

/** Calls per second, by the name of a key. */
export type CallRates = ReadonlyMap<string, number>;

export function callRates(text: string): CallRates | undefined {
  const pairs = listOf((pair) => {
    const [, name, rate = ''] = /^([\w.-]{1,64}):(\d+)$/.exec(pair) ?? [];
    const value = wholeNumber(1, 100_000)(rate);
    return name === undefined || value === undefined ? undefined : ([name, value] as const);
  })(text);
  const rates = new Map(pairs);
  return rates.size === pairs?.length ? rates : undefined;
}

export function secretText(text: string): string | undefined {
  return /^[^\s\p{Cc}]{32,1024}$/u.test(text) ? text : undefined;
}

export function webName(text: string): string | undefined {
  return /^[^\s\p{Cc}]{1,256}$/u.test(text) ? text : undefined;
}

/** Keys that verify tokens come over https, or from this machine. */
export function keySetUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, username, password } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopbackName(host));
  return isSafe && username === '' && password === '' ? text : undefined;
}

/** Addresses and ranges as `proxy-addr` takes them. */
export function addressRanges(text: string): readonly string[] | undefined {
  return listOf((part) => (part === 'loopback' || isRange(part) ? part : undefined))(text);
}

function isRange(text: string): boolean {
  const [address = '', bits, ...others] = text.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  return isIP(address) !== 0 && others.length === 0 && (bits === undefined || wholeNumber(0, most)(bits) !== undefined);
}

/** How many connections an address may hold. */
export interface ConnectionCap {
  readonly most: number;
  /** Whether it holds for this machine’s own addresses too. */
  readonly onLoopback: boolean;
}

const DEFAULT_CONNECTIONS = 1_000;

export function connectionCap(text: string): ConnectionCap | undefined {
  if (text === '') return { most: DEFAULT_CONNECTIONS, onLoopback: false };
  const most = wholeNumber(1, 1_000_000)(text);
  return most === undefined ? undefined : { most, onLoopback: true };
}

/** Where attempts are kept. */
export type DatabaseAddress =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

/**
 * `sqlite:` and the path of the file, relative to the working directory or absolute, nothing that is only in memory; or
 * the address of a PostgreSQL database.
 */
export function databaseUrl(text: string): DatabaseAddress | undefined {
  if (/^postgres(?:ql)?:\/\/./.test(text)) return URL.canParse(text) ? { kind: 'postgres', url: text } : undefined;
  const file = /^sqlite:(.+)$/.exec(text)?.[1];
  return file === undefined || /^(?:[a-z][a-z0-9+.-]+)?:/i.test(file) ? undefined : { kind: 'sqlite', file };
}

/** Where Redis is: plain, or over TLS. */
export function redisUrl(text: string): string | undefined {
  return /^rediss?:\/\/./.test(text) && URL.canParse(text) ? text : undefined;
}

export function webAddress(text: string): string | undefined {
  return /^https?:\/\/[^\s\p{Cc}]+$/u.test(text) ? text : undefined;
}

/** A secret of the Standard Webhooks specification: of 24 to 64 bytes. */
export function webhookSecret(text: string): string | undefined {
  const [, encoded] = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(text) ?? [];
  const length = encoded === undefined ? 0 : Buffer.from(encoded, 'base64').length;
  return length >= 24 && length <= 64 ? text : undefined;
}

/** So many invitations within so much time. */
export interface InvitationAllowance {
  readonly most: number;
  readonly withinSeconds: number;
}

const SECONDS_OF: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

const YEAR_SECONDS = 365 * 86_400;

export function invitationAllowance(text: string): InvitationAllowance | undefined {
  const [, count = '', time = '', unit = ''] = /^(\d+)\/(\d+)([smhd])$/.exec(text) ?? [];
  const most = wholeNumber(1, 1_000)(count);
  const withinSeconds = wholeNumber(1, YEAR_SECONDS)(String(Number(time) * (SECONDS_OF[unit] ?? 0)));
  return most === undefined || withinSeconds === undefined ? undefined : { most, withinSeconds };
}

export const quietSeconds = wholeNumber(1, YEAR_SECONDS);

/** The name of a time zone in the IANA database. */
export function timeZone(text: string): string | undefined {
  if (!/^[A-Za-z][\w+/-]*$/.test(text)) return undefined;
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return undefined;
  }
}

/** A web address that is called as it stands. Who calls is told in a header, and never in the address. */
export function addressToCall(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, hash } = new URL(text);
  const isPlain = (protocol === 'https:' || protocol === 'http:') && username + password + hash === '';
  return isPlain ? text : undefined;
}

export function bearerToken(text: string): string | undefined {
  return /^[\w.~+/=-]{8,1024}$/.test(text) ? text : undefined;
}
