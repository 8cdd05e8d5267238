import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';

export const REQUEST_ID_HEADER = 'X-Request-Id';

/** A request that keeps the name that it was given. */
interface NamedRequest extends IncomingMessage {
  requestId?: string;
}

/** The name of a request: the caller's own id where it sent a decent one, so that a reply can be found in the log. */
export function requestIdOf(request: NamedRequest): string {
  request.requestId ??= decentIdIn(request.headers) ?? randomUUID();
  return request.requestId;
}

function decentIdIn({ 'x-request-id': given }: IncomingHttpHeaders): string | undefined {
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : undefined;
}

/** Names each request in its reply. */
export function nameRequest(request: Request, response: Response, next: NextFunction): void {
  response.setHeader(REQUEST_ID_HEADER, requestIdOf(request));
  next();
}
