import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { callerOf, Refusals, requestIdOf } from '../access/index.js';
import type { Problem } from '../contract/index.js';
import { EventLog } from '../logging/index.js';

/** What its author must change, or it will never do. */
const INVALID: ReadonlySet<string> = new Set([
  'validation-failed',
  'interaction-conflict',
  'body-too-large',
  'unsupported-content-type',
]);

/** How many faults of a body are told. */
const MOST_POINTERS = 10;

/** Tells the log of the faults that calls are answered with: as much as helps whoever must do something about it. */
@Injectable()
export class CallFaults {
  private readonly log = new EventLog('Calls');

  constructor(@Inject(Refusals) private readonly refusals: Pick<Refusals, 'countCall'>) {}

  tell(problem: Problem, error: unknown, request: IncomingMessage): void {
    const { code, errors = [] } = problem;
    const requestId = requestIdOf(request);
    const caller = callerOf(request);
    const actor = caller?.name;
    if (code === 'internal-error') return this.log.tell('request.failed', { requestId, code, err: error });
    this.refusals.countCall(problem, request);
    if (caller === undefined || !INVALID.has(code)) return this.log.tell('request.refused', { requestId, code, actor });
    const pointers = errors.slice(0, MOST_POINTERS).map(({ pointer }) => plainPartOf(pointer));
    this.log.tell('request.invalid', { requestId, code, pointers, actor });
  }
}

/** A name that is not plain may be anything: the text of a whole body, for one. */
function plainPartOf(pointer: string): string {
  const plain = PLAIN.exec(pointer)?.[0] ?? '';
  return plain === pointer ? pointer : `${plain}/…`;
}

const PLAIN = /^(?:\/(?:[A-Za-z_]\w{0,63}|\d{1,4})(?=\/|$))*/;
