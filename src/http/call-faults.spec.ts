import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleOf, type FaultCode } from '../faults/index.js';
import { EventLog } from '../logging/index.js';
import { CallFaults } from './call-faults.js';

const countCall = vi.fn<(refusal: object, request: object) => void>();
let tell: ReturnType<typeof spyOnLog>;
let faults: CallFaults;

function spyOnLog() {
  return vi.spyOn(EventLog.prototype, 'tell').mockReturnValue();
}

beforeEach(() => {
  tell = spyOnLog();
  countCall.mockReset();
  faults = new CallFaults({ countCall });
});

afterEach(() => {
  tell.mockRestore();
});

/** A call, of somebody who is known or not. */
function aCall(caller?: { readonly name: string }): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers['x-request-id'] = 'r-1';
  return Object.assign(request, { caller });
}

const KNOWN = aCall({ name: 'orchestration' });

describe('a fault that its author must mend', () => {
  it('is told with the places, and by whom', () => {
    const errors = ['/ixnProfile/visitId', '/ixnProfile/invitation/displaySeconds', '/types/0', ''];
    const problem = { ...exampleOf('validation-failed'), errors: errors.map((pointer) => ({ pointer, detail: 'x' })) };

    faults.tell(problem, new Error(), KNOWN);

    const facts = { requestId: 'r-1', code: 'validation-failed', pointers: errors, actor: 'orchestration' };
    expect(tell.mock.calls).toEqual([['request.invalid', facts]]);
  });

  it.each([
    ['/{"ixnProfile":{"visitId":"v-1"', '/…'],
    ['/ixnProfile/john@example.com', '/ixnProfile/…'],
    ['/ixnProfile/john smith/age', '/ixnProfile/…'],
    [`/ixnProfile/${'x'.repeat(65)}`, '/ixnProfile/…'],
    ['/ixnProfile/a~1b', '/ixnProfile/…'],
  ])('is told without names that may be anything: %s', (pointer, told) => {
    faults.tell({ ...exampleOf('validation-failed'), errors: [{ pointer, detail: '' }] }, new Error(), KNOWN);

    expect(tell.mock.calls[0]?.[1]).toMatchObject({ pointers: [told] });
  });

  it('is told with ten places at most', () => {
    const errors = Array.from({ length: 5_000 }, (_, index) => ({ pointer: `/field${index}`, detail: '' }));

    faults.tell({ ...exampleOf('validation-failed'), errors }, new Error(), KNOWN);

    expect(tell.mock.calls[0]?.[1]).toMatchObject({
      pointers: Array.from({ length: 10 }, (_, index) => `/field${index}`),
    });
  });

  it('of a stranger is told to nobody but who looks for it', () => {
    faults.tell(exampleOf('validation-failed'), new Error(), aCall());

    expect(tell.mock.calls).toMatchObject([['request.refused', { code: 'validation-failed' }]]);
  });
});

describe('another fault', () => {
  it.each(['visit-engaged', 'attempt-ended', 'not-found', 'not-authenticated', 'overloaded'] satisfies FaultCode[])(
    'is told to who looks for it: %s',
    (code) => {
      faults.tell(exampleOf(code), new Error(), KNOWN);

      expect(tell.mock.calls).toEqual([['request.refused', { requestId: 'r-1', code, actor: 'orchestration' }]]);
    },
  );

  it('counts where whoever gets it is turned away', () => {
    faults.tell(exampleOf('overloaded'), new Error(), KNOWN);

    expect(countCall).toHaveBeenCalledWith(expect.objectContaining({ code: 'overloaded', status: 503 }), KNOWN);
  });

  it('that nobody expected is told as such, with the error', () => {
    const err = new Error('out of paper');

    faults.tell(exampleOf('internal-error'), err, KNOWN);

    expect(tell.mock.calls).toEqual([['request.failed', { requestId: 'r-1', code: 'internal-error', err }]]);
    expect(countCall).not.toHaveBeenCalled();
  });
});
