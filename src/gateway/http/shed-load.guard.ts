import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { EngagementService, OverloadedError } from '../../engagement/index.js';

/** Turns new work away before its body is read, while too much of it waits for the store. */
@Injectable()
export class ShedLoad implements NestMiddleware {
  constructor(private readonly engagement: EngagementService) {}

  use(_request: Request, _response: Response, next: NextFunction): void {
    next(this.engagement.takesNewWork ? undefined : new OverloadedError('too many engagements wait for the store'));
  }
}
