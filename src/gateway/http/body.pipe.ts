import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import getRawBody from 'raw-body';
import { Configuration } from '../../config/index.js';
import { Fault } from '../../faults/index.js';
import { parseBody } from './parse-body.js';

/** How long the rest of a body that is refused is read off, so that its sender reads the answer, in milliseconds. */
const READ_OFF_MS = 500;

/** Reads the body of a call: JSON, or a form whose fields hold JSON. Everything that is wrong with it is a fault. */
@Injectable()
export class ReadBody implements NestMiddleware {
  constructor(@Inject(Configuration) private readonly configuration: Configuration) {}

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    request.body = parseBody(request.headers['content-type'], await this.bytesOf(request, response));
    next();
  }

  private async bytesOf(request: Request, response: Response): Promise<Buffer> {
    const { 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
    try {
      if (encoding.toLowerCase() !== 'identity')
        throw new Fault('unsupported-content-type', 'Send the body as it is, without a Content-Encoding.');
      return await getRawBody(request, { length: length ?? null, limit: this.configuration.bodyBytes });
    } catch (error) {
      // What comes after it on this connection cannot be told from the rest of it.
      response.setHeader('Connection', 'close');
      request.resume();
      if (!request.readableEnded) await Promise.race([closing(request), delay(READ_OFF_MS)]);
      throw this.faultOf(error);
    }
  }

  /** What the reader of bytes finds wrong, in this service's words. */
  private faultOf(error: unknown): unknown {
    switch (kindOf(error)) {
      case 'entity.too.large':
        return new Fault('body-too-large', `A body has at most ${this.configuration.bodyBytes} bytes.`);
      case 'request.aborted':
      case 'request.size.invalid':
        return new Fault('validation-failed', 'The body did not come whole.', {
          errors: [{ pointer: '', detail: 'must be as long as Content-Length says' }],
        });
      default:
        return error;
    }
  }
}

/** Resolves when a request is over, also when it broke off. */
function closing(request: Request): Promise<void> {
  return new Promise((resolve) => void request.once('close', resolve));
}

function kindOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
}
