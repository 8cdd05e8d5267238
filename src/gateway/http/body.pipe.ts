import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  type PipeTransform,
  type Type as ClassOf,
} from '@nestjs/common';
import { Configuration } from '../../config/index.js';
import { Fault } from '../../faults/index.js';
import { bytesOf } from './body-bytes.js';
import { parseBody } from './parse-body.js';

/** How long the rest of a body that is refused is read off, so that its sender reads the answer, in milliseconds. */
const READ_OFF_MS = 500;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Reads the body of a call: JSON, or a form whose fields hold JSON. Everything that is wrong with it is a fault. */
@Injectable()
export class BodyPipe implements PipeTransform<Exchange, Promise<unknown>> {
  constructor(@Inject(Configuration) private readonly configuration: Pick<Configuration, 'bodyBytes'>) {}

  async transform({ request, response }: Exchange): Promise<unknown> {
    return parseBody(request.headers['content-type'], await this.read(request, response));
  }

  private async read(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    const encoding = request.headers['content-encoding'];
    try {
      if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
        throw new Fault('unsupported-content-type', 'Send the body as it is, without a Content-Encoding.');
      return await bytesOf(request, this.configuration.bodyBytes);
    } catch (error) {
      // What comes after it on this connection cannot be told from the rest of it.
      response.setHeader('Connection', 'close');
      request.resume();
      if (!request.readableEnded) await Promise.race([closing(request), delay(READ_OFF_MS)]);
      throw error;
    }
  }
}

/** Resolves when a request is over, also when it broke off. */
function closing(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => void request.once('close', resolve));
}

const Sent = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  return { request: http.getRequest(), response: http.getResponse() };
});

/**
 * What a call sends in its body. It is read after the guards have let the call in, and not before.
 *
 * @param read takes the value that the body holds
 * @example engage(@SentBody(fieldsOf(EngageDto)) body: EngageDto)
 */
export function SentBody(read: ClassOf<PipeTransform>): ParameterDecorator {
  return Sent(BodyPipe, read);
}
