import { raw, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { Fault } from '../../faults/index.js';
import { parseBody } from './parse-body.js';

/** Room for two pieces of free data and the longest texts, also when a form spells them with percent signs. */
const MOST_BODY_BYTES = 256 * 1024;

const readBytes: RequestHandler = raw({ type: () => true, limit: MOST_BODY_BYTES, inflate: false });

/** Reads the body of a call: JSON, or a form whose fields hold JSON. Everything that is wrong with it is a fault. */
export function readBody(request: Request, response: Response, next: NextFunction): void {
  readBytes(request, response, (error?: unknown) => {
    if (error !== undefined) return next(faultOf(error));
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
function faultOf(error: unknown): unknown {
  switch (kindOf(error)) {
    case 'entity.too.large':
      return new Fault('body-too-large', `A body has at most ${MOST_BODY_BYTES / 1024} KiB.`);
    case 'encoding.unsupported':
      return new Fault('unsupported-content-type', 'Send the body as it is, without a Content-Encoding.');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Fault('validation-failed', 'The body did not come whole.', [
        { pointer: '', detail: 'must be as long as Content-Length says' },
      ]);
    default:
      return error;
  }
}

function kindOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
}
