import { isIP } from 'node:net';

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
const OWN_PATHS: ReadonlySet<string> = new Set(['client', 'demo', 'docs', 'socket.io']);

/** A web origin such as `https://www.example.com`, as browsers send it. An asterisk would stand for itself only. */
export function webOrigin(text: string): string | undefined {
  if (!URL.canParse(text) || text.includes('*')) return undefined;
  const { origin, protocol } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && origin === text ? text : undefined;
}

/** `sqlite:` and the path of the file, relative to the working directory or absolute. Nothing that is only in memory. */
export function databaseUrl(text: string): { readonly kind: 'sqlite'; readonly file: string } | undefined {
  const file = /^sqlite:(.+)$/.exec(text)?.[1];
  return file === undefined || /^(?:[a-z][a-z0-9+.-]+)?:/i.test(file) ? undefined : { kind: 'sqlite', file };
}
