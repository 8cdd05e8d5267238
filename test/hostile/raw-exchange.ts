import { once } from 'node:events';
import { connect } from 'node:net';

const PATIENCE_MS = 5_000;

export interface RawReply {
  /** 0: the connection was closed without a word. */
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends bytes as they are, and reads what is answered first until the connection is closed. */
export async function exchange(url: string, sent: string | Buffer): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // What is refused may be cut off while it is still being sent.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(sent);
  const timer = setTimeout(() => socket.destroy(new Error('no answer')), PATIENCE_MS);
  const [hadError] = await once(socket, 'close');
  clearTimeout(timer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '' && hadError === true && socket.errored?.message === 'no answer')
    throw new Error('it was left hanging');
  return parsed(text);
}

function parsed(text: string): RawReply {
  const end = text.indexOf('\r\n\r\n');
  const headers = end < 0 ? text : text.slice(0, end);
  const length = /^content-length: (\d+)/im.exec(headers)?.[1];
  const rest = end < 0 ? '' : text.slice(end + 4);
  const body = /^transfer-encoding: chunked/im.test(headers) ? unchunked(rest) : rest;
  const whole = length === undefined ? body : Buffer.from(body).subarray(0, Number(length)).toString();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0), headers, body: whole };
}

function unchunked(text: string): string {
  const [, size = '0', rest = ''] = /^([\da-f]+)\r\n(.*)$/is.exec(text) ?? [];
  const length = Number.parseInt(size, 16);
  return length === 0 ? '' : rest.slice(0, length) + unchunked(rest.slice(length + 2));
}

/** What differs from the request of an honest client. `null` leaves a header out. */
interface Deviation {
  readonly method?: string;
  readonly path?: string;
  readonly type?: string | null;
  readonly headers?: readonly string[];
  readonly length?: number | string | null;
}

/** A call as an honest client writes it, but for what it is given. */
export function aRequest(body: string | Buffer, deviation: Deviation = {}): Buffer {
  const { method = 'POST', path = '/backend/data/gateway/engage', type = 'application/json', headers = [] } = deviation;
  const { length = Buffer.byteLength(body) } = deviation;
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    ...(type === null ? [] : [`Content-Type: ${type}`]),
    ...(length === null ? [] : [`Content-Length: ${length}`]),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}
