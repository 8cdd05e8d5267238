import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { aVisitToken } from '../../test/support/credentials.js';

/** A browser at its least cost to a load generator: the packets of Socket.IO on a WebSocket, written by hand. */
export class Browser {
  private readonly socket: WebSocket;
  private heard: () => void = () => undefined;
  /** How long the last message was that came, in bytes. */
  lastBytes = 0;

  private constructor(
    readonly visitId: string,
    url: string,
    token: string,
    joined: (browser: Browser) => void,
    failed: (error: Error) => void,
  ) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    this.socket.on('error', failed);
    this.socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('0')) this.socket.send(`40/frontend,${JSON.stringify({ token })}`);
      else if (text.startsWith('40/frontend')) joined(this);
      else if (text === '2') this.socket.send('3');
      else if (text.startsWith('42/frontend,["invitation",')) {
        this.lastBytes = data.length;
        this.heard();
        this.answer(/"attemptId":"([^"]+)"/.exec(text)?.[1]);
      }
    });
  }

  static async connect(url: string): Promise<Browser> {
    const visitId = `visit-${randomUUID()}`;
    const token = await aVisitToken(Date.now(), { sub: visitId });
    return new Promise((resolve, reject) => void new Browser(visitId, url, token, resolve, reject));
  }

  /** Resolves with the time when the next event comes. */
  hears(): Promise<number> {
    return new Promise((resolve) => {
      this.heard = () => resolve(performance.now());
    });
  }

  /** Goes through the life of an attempt: it is delivered, shown and accepted. */
  private answer(attemptId: string | undefined): void {
    for (const [id, disposition] of ['delivered', 'shown', 'accepted'].entries())
      this.socket.send(`42/frontend,${id}${JSON.stringify(['disposition', { attemptId, disposition }])}`);
  }

  close(): void {
    this.socket.terminate();
  }
}
