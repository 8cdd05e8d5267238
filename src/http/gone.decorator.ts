import type { IncomingMessage, ServerResponse } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Aborts when the caller has gone without waiting for the reply. */
export const Gone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const http = context.switchToHttp();
  const { socket } = http.getRequest<IncomingMessage>();
  const response = http.getResponse<ServerResponse>();
  const gone = new AbortController();
  const tell = (): void => gone.abort();
  // A reply that waits behind another one on its connection does not hear of its end.
  socket.once('close', tell);
  response.once('close', () => {
    socket.off('close', tell);
    tell();
  });
  if (socket.destroyed) tell();
  return gone.signal;
});
