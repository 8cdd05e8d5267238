import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How long requests that are under way at the end may take until they are cut off, in milliseconds. */
const DRAIN_WITHIN_MS = 5_000;
const DRAIN_CHECK_MS = 50;

/** How long a connection that is kept alive may bring another request, in milliseconds; each is then closed after it. */
const IDLE_FOR_MS = 300;

/** Takes no more connections, lets what is under way finish, and cuts off what does not in time. */
export async function drain(server: Server): Promise<void> {
  if (!server.listening) return;
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Connection', 'close');
  });
  // The HTTP server's own close would first cut connections that are idle, and a request may be on its way in one.
  const closed = new Promise((resolve) => void NetServer.prototype.close.call(server, resolve));
  const isOver = await Promise.race([closed.then(() => true), delay(IDLE_FOR_MS, false, { ref: false })]);
  if (isOver) return;
  const idle = setInterval(() => server.closeIdleConnections(), DRAIN_CHECK_MS);
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_WITHIN_MS);
  server.closeIdleConnections();
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
