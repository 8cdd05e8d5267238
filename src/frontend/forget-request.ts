import type { FrontendSocket } from './frontend-socket.js';

/**
 * Lets go of the request that a connection began with. Engine.IO and Socket.IO keep it, and what they have read from it,
 * for as long as the connection lasts; nothing looks at it once the frontend has been let in.
 */
export function forgetRequest(socket: FrontendSocket): void {
  Reflect.set(socket.conn, 'request', null);
  Reflect.set(socket, 'handshake', null);
}

/** Whether somebody has been let in on the connection before. */
export function isKnown({ conn }: FrontendSocket): boolean {
  return Reflect.get(conn, 'request') === null;
}
