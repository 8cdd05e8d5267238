import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { requestIdOf } from '../access/index.js';

/** The name of the request, as its reply carries it in `X-Request-Id`. */
export const RequestId = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  requestIdOf(context.switchToHttp().getRequest<IncomingMessage>()),
);
