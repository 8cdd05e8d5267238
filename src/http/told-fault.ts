import type { IncomingMessage } from 'node:http';

/** A request that keeps which fault it was answered with, by its code. */
interface RefusedRequest extends IncomingMessage {
  toldFault?: string;
}

export function keepToldFault(request: RefusedRequest, code: string): void {
  request.toldFault = code;
}

/** @returns nothing for a call that was not answered with a fault */
export function toldFaultOf({ toldFault }: RefusedRequest): string | undefined {
  return toldFault;
}
