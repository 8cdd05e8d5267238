import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** The W3C `traceparent` that a call came with; whether it is one is for the tracing to say. */
export const SentTraceParent = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const { traceparent } = context.switchToHttp().getRequest<IncomingMessage>().headers;
  return typeof traceparent === 'string' ? traceparent : null;
});
