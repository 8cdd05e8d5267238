import { connect, type Socket } from 'node:net';

/** What a request is counted as that was not answered. */
export const NOT_ANSWERED = 599;

/** One connection that is kept: a request, its answer, the next request. Spoken by hand, to be cheap. */
class HttpConnection {
  private readonly socket: Socket;
  private received = '';
  private settle: ((status: number) => void) | undefined;
  isClosed = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text) => this.read(String(text)));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => {
      this.isClosed = true;
      this.end(NOT_ANSWERED);
    });
  }

  send(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.received = '';
      this.settle = resolve;
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(text: string): void {
    this.received += text;
    const head = this.received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.received)?.[1];
    // Where the end of an answer shows otherwise, this is not the client for it.
    if (length === undefined) return this.close();
    if (this.received.length >= head + 4 + Number(length)) this.end(Number(this.received.slice(9, 12)));
  }

  private end(status: number): void {
    const { settle } = this;
    this.settle = undefined;
    settle?.(status);
  }
}

/** Kept connections to one server. With all of them busy, a request waits for the next one to be free. */
export class HttpConnections {
  private readonly free: HttpConnection[] = [];
  private readonly waiting: ((connection: HttpConnection) => void)[] = [];
  private opened = 0;

  constructor(
    private readonly port: number,
    private readonly most: number,
  ) {}

  /** @returns the status of the answer, or `NOT_ANSWERED` */
  async post(path: string, body: string): Promise<number> {
    const connection = await this.take();
    const status = await connection.send(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    this.giveBack(connection);
    return status;
  }

  close(): void {
    for (const connection of this.free) connection.close();
  }

  /** The one that has rested longest, so that none rests so long that the server closes it. */
  private take(): HttpConnection | Promise<HttpConnection> {
    for (let rested = this.free.shift(); rested !== undefined; rested = this.free.shift()) {
      if (!rested.isClosed) return rested;
      this.opened--;
    }
    if (this.opened === this.most) return new Promise((resolve) => this.waiting.push(resolve));
    this.opened++;
    return new HttpConnection(this.port);
  }

  private giveBack(connection: HttpConnection): void {
    const usable = connection.isClosed ? new HttpConnection(this.port) : connection;
    const next = this.waiting.shift();
    if (next === undefined) this.free.push(usable);
    else next(usable);
  }
}
