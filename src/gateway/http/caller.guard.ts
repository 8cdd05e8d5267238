import { createParamDecorator, type ExecutionContext, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { type Caller, StrategyAuthenticator } from '../../access/index.js';

/** Who makes a request, once that is known. */
const CALLERS = new WeakMap<Request, Caller>();

/** Finds out who calls before anything else of a request is looked at. */
@Injectable()
export class AuthenticateStrategy implements NestMiddleware {
  constructor(private readonly authenticator: StrategyAuthenticator) {}

  async use(request: Request, _response: Response, next: NextFunction): Promise<void> {
    CALLERS.set(request, await this.authenticator.authenticate(request, 'strategy'));
    next();
  }
}

/** The same where a site's own Frontend Server may call too. */
@Injectable()
export class AuthenticateSite implements NestMiddleware {
  constructor(private readonly authenticator: StrategyAuthenticator) {}

  async use(request: Request, _response: Response, next: NextFunction): Promise<void> {
    CALLERS.set(request, await this.authenticator.authenticate(request, 'site'));
    next();
  }
}

/** The name of whoever calls, by their key; `null` in open mode. */
export const CallerName = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const caller = CALLERS.get(context.switchToHttp().getRequest<Request>());
  if (caller === undefined) throw new Error('nobody has found out who calls');
  return caller.name;
});
