import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, raw, type Request, type RequestHandler, type Response } from 'express';
import { Configuration } from '../../config/index.js';
import { Fault } from '../../faults/index.js';
import { parseBody } from './parse-body.js';

/** Reads the body of a call: JSON, or a form whose fields hold JSON. Everything that is wrong with it is a fault. */
@Injectable()
export class ReadBody implements NestMiddleware {
  private readonly readBytes: RequestHandler;

  constructor(@Inject(Configuration) private readonly configuration: Configuration) {
    this.readBytes = raw({ type: () => true, limit: configuration.bodyBytes, inflate: false });
  }

  use(request: Request, response: Response, next: NextFunction): void {
    this.readBytes(request, response, (error?: unknown) => {
      if (error !== undefined) return next(this.faultOf(error));
      try {
        const bytes: unknown = request.body;
        request.body = parseBody(request.headers['content-type'], Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0));
        next();
      } catch (fault) {
        next(fault);
      }
    });
  }

  /** What the reader of bytes finds wrong, in this service's words. */
  private faultOf(error: unknown): unknown {
    switch (kindOf(error)) {
      case 'entity.too.large':
        return new Fault('body-too-large', `A body has at most ${this.configuration.bodyBytes} bytes.`);
      case 'encoding.unsupported':
        return new Fault('unsupported-content-type', 'Send the body as it is, without a Content-Encoding.');
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

function kindOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
}
