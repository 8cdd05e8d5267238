import { type CanActivate, Injectable } from '@nestjs/common';
import { EngagementService, OverloadedError } from '../../engagement/index.js';

/** Turns new work away before its body is read, while too much of it waits for the store. */
@Injectable()
export class ShedLoad implements CanActivate {
  constructor(private readonly engagement: EngagementService) {}

  canActivate(): true {
    if (this.engagement.takesNewWork) return true;
    throw new OverloadedError('too many engagements wait for the store');
  }
}
