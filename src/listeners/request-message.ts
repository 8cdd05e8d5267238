import { IncomingMessage } from 'node:http';

/**
 * A request that asks for another protocol than WebSocket is answered as if it did not ask: many an HTTP client offers
 * HTTP/2 that way, and Node would hand the request to Socket.IO, which knows nothing of it.
 */
export class RequestMessage extends IncomingMessage {
  private asksForUpgrade: boolean | null = null;

  /** Set by Node's parser. */
  set upgrade(asks: boolean | null) {
    this.asksForUpgrade = asks;
  }

  get upgrade(): boolean {
    const isTunnel = this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket';
    return this.asksForUpgrade === true && isTunnel;
  }
}
