import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

export const REQUEST_ID_HEADER = 'X-Request-Id';

/** Names each request, by the caller's own id where it sent a decent one, so that a reply can be found in the log. */
export function nameRequest(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(REQUEST_ID_HEADER);
  response.setHeader(REQUEST_ID_HEADER, given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID());
  next();
}
