import type { IncomingMessage } from 'node:http';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { type Caller, CallerAuthenticator, type CallerKind } from './caller-authenticator.js';

/** A request that keeps who makes it, once that is known. */
interface CalledRequest extends IncomingMessage {
  caller?: Caller;
}

/** Finds out who calls before anything else of a request is looked at. */
export const StrategyGuard = guardFor('strategy');

/** The same where a site's own Frontend Server may call too. */
export const SiteGuard = guardFor('site');

/** The same where only whoever runs the service may call. */
export const OperatorGuard = guardFor('operator');

/** Who calls, once a guard has found out. */
export function callerOf(request: IncomingMessage): Caller | undefined {
  const { caller }: CalledRequest = request;
  return caller;
}

/** The name of whoever calls, by their key; `null` in open mode. */
export const CallerName = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const caller = callerOf(requestOf(context));
  if (caller === undefined) throw new Error('nobody has found out who calls');
  return caller.name;
});

function guardFor(kind: CallerKind): Type<CanActivate> {
  @Injectable()
  class CallerGuard implements CanActivate {
    constructor(private readonly authenticator: CallerAuthenticator) {}

    async canActivate(context: ExecutionContext): Promise<true> {
      const request = requestOf(context);
      request.caller = await this.authenticator.authenticate(request, kind);
      return true;
    }
  }
  return CallerGuard;
}

function requestOf(context: ExecutionContext): CalledRequest {
  return context.switchToHttp().getRequest<CalledRequest>();
}
