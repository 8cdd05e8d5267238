import type { IncomingMessage } from 'node:http';

/** A request that Express has found a route for. */
interface RoutedRequest extends IncomingMessage {
  readonly originalUrl?: string;
  readonly route?: { readonly path?: unknown };
}

/** Where files are served, which have no routes of their own. */
const FILES = ['/client/', '/docs/'] as const;

/** Stands for whatever is not served. */
const ELSEWHERE = 'other';

/** A call that is answered when something has happened takes as long as its caller likes. */
const WAITS = /[?&]waitFor=/;

const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Where a call went that Express has had in its hands: there are as many as are served, whatever callers ask for. */
export function routeOf(request: RoutedRequest): { readonly method: string; readonly route: string } {
  const { method, originalUrl = '' } = request;
  return {
    method: method !== undefined && METHODS.has(method) ? method : ELSEWHERE,
    route: templateOf(request) ?? folderOf(originalUrl) ?? ELSEWHERE,
  };
}

function templateOf({ route, originalUrl = '' }: RoutedRequest): string | undefined {
  const paths: readonly unknown[] = [route?.path].flat();
  const path = paths.find((one) => typeof one === 'string');
  if (path === undefined) return undefined;
  return WAITS.test(originalUrl) ? `${path}?waitFor` : path;
}

function folderOf(url: string): string | undefined {
  const folder = FILES.find((prefix) => url.startsWith(prefix));
  return folder && `${folder}*`;
}
