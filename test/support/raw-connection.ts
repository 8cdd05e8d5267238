import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection to a service, to say what no library would. */
export class RawConnection {
  private said = '';
  private readonly ended: Promise<unknown>;
  isClosed = false;

  private constructor(readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      this.said += String(text);
    });
    // How it ends is looked at by whether, and when, it is closed.
    socket.on('error', () => undefined);
    this.ended = new Promise<void>((resolve) => {
      socket.once('close', () => {
        this.isClosed = true;
        resolve();
      });
    });
  }

  static async to(url: string, localAddress?: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), ...(localAddress !== undefined && { localAddress }) });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  write(text: string): void {
    if (this.socket.writable) this.socket.write(text);
  }

  /** What the service has said until it closed the connection, and how long that took in milliseconds. */
  async untilClosed(): Promise<{ readonly said: string; readonly tookMs: number }> {
    const begun = performance.now();
    await this.ended;
    return { said: this.said, tookMs: performance.now() - begun };
  }

  close(): void {
    this.socket.destroy();
  }
}
