import type { IncomingMessage } from 'node:http';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { type Caller, StrategyAuthenticator } from './strategy-authenticator.js';

/** A request that keeps who makes it, once that is known. */
interface CalledRequest extends IncomingMessage {
  caller?: Caller;
}

/** Finds out who calls before anything else of a request is looked at. */
@Injectable()
export class StrategyGuard implements CanActivate {
  constructor(private readonly authenticator: StrategyAuthenticator) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = requestOf(context);
    request.caller = await this.authenticator.authenticate(request, 'strategy');
    return true;
  }
}

/** The same where a site's own Frontend Server may call too. */
@Injectable()
export class SiteGuard implements CanActivate {
  constructor(private readonly authenticator: StrategyAuthenticator) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = requestOf(context);
    request.caller = await this.authenticator.authenticate(request, 'site');
    return true;
  }
}

/** The name of whoever calls, by their key; `null` in open mode. */
export const CallerName = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const { caller } = requestOf(context);
  if (caller === undefined) throw new Error('nobody has found out who calls');
  return caller.name;
});

function requestOf(context: ExecutionContext): CalledRequest {
  return context.switchToHttp().getRequest<CalledRequest>();
}
