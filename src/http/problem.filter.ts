import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { logFailure, problemOf } from '../faults/index.js';
import { REQUEST_ID_HEADER } from './request-id.middleware.js';

/** Answers every error of a REST call with problem details (RFC 9457), as the content type that the caller asks for. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOf(error);
    const requestId = response.getHeader(REQUEST_ID_HEADER);
    if (problem.status >= 500) logFailure(this.log, { event: 'request.failed', requestId, code: problem.code }, error);

    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (typeof problem['retryAfterSeconds'] === 'number')
      response.setHeader('Retry-After', problem['retryAfterSeconds']);
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="engagement-gateway"');
    response.status(problem.status);
    response.setHeader('Content-Type', `${contentTypeFor(request)}; charset=utf-8`);
    response.end(JSON.stringify({ ...problem, instance: request.originalUrl, requestId }));
  }
}

/** The reference's response type, unless the caller names that of problem details. */
function contentTypeFor(request: Request): string {
  const wanted = request.headers.accept?.includes('application/problem+json') ?? false;
  return wanted ? 'application/problem+json' : 'application/json';
}
