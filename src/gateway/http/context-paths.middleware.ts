import type { RequestHandler } from 'express';

/**
 * Lets the REST API answer under several path prefixes: a request under another prefix goes where the same request
 * under the first would.
 */
export function serveUnder([first, ...others]: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const prefix = others.find((other) => request.url.startsWith(`${other}/`));
    if (prefix !== undefined) request.url = `${first}${request.url.slice(prefix.length)}`;
    next();
  };
}
