import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { problemOf } from '../faults/index.js';
import { CallFaults } from './call-faults.js';
import { REQUEST_ID_HEADER, requestIdOf } from '../access/index.js';
import { keepToldFault } from './told-fault.js';

/** Answers every error of a REST call with problem details (RFC 9457), as the content type that the caller asks for. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly faults: CallFaults) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage & { readonly originalUrl?: string }>();
    const response = http.getResponse<ServerResponse>();
    const problem = problemOf(error);
    const requestId = requestIdOf(request);
    keepToldFault(request, problem.code);
    this.faults.tell(problem, error, request);

    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (typeof problem['retryAfterSeconds'] === 'number')
      response.setHeader('Retry-After', problem['retryAfterSeconds']);
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="engagement-gateway"');
    response.statusCode = problem.status;
    response.setHeader(REQUEST_ID_HEADER, requestId);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Content-Type', `${contentTypeFor(request)}; charset=utf-8`);
    response.end(JSON.stringify({ ...problem, instance: request.originalUrl ?? request.url, requestId }));
  }
}

/** The reference's response type, unless the caller names that of problem details. */
function contentTypeFor(request: IncomingMessage): string {
  const wanted = request.headers.accept?.includes('application/problem+json') ?? false;
  return wanted ? 'application/problem+json' : 'application/json';
}
