import type { IncomingMessage } from 'node:http';
import { Fault } from '../../faults/index.js';

/**
 * The bytes of a request's body.
 *
 * @throws Fault `body-too-large` as soon as there are more than so many
 * @throws Fault `validation-failed` when the body breaks off
 */
export function bytesOf(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (fault?: Fault): void => {
      request.off('data', take).off('end', finish).off('close', breakOff).off('error', breakOff);
      if (fault === undefined)
        resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
      else reject(fault);
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > most) settle(tooLarge(most));
    };
    const finish = (): void => settle();
    const breakOff = (): void => settle(brokenOff());
    if (Number(request.headers['content-length']) > most) return reject(tooLarge(most));
    request.on('data', take).on('end', finish).on('close', breakOff).on('error', breakOff);
  });
}

function tooLarge(most: number): Fault {
  return new Fault('body-too-large', `A body has at most ${most} bytes.`);
}

function brokenOff(): Fault {
  return new Fault('validation-failed', 'The body did not come whole.', {
    errors: [{ pointer: '', detail: 'must be as long as Content-Length says' }],
  });
}
