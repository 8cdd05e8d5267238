import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemOf } from './fault.js';

/** Answers with a fault where there is no request yet, or none that HTTP would answer, and hangs up. */
export function refuseOn(socket: Duplex, fault: unknown): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const problem = problemOf(fault);
  const body = JSON.stringify({ ...problem, requestId });
  socket.on('error', () => undefined);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    // Whoever does not read it, or goes on writing, is not waited for.
    () => socket.destroy(),
  );
}
