import { Body, Controller, HttpCode, HttpStatus, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { EngagementService } from '../engagement/index.js';
import { fieldsOf } from '../fields/index.js';
import { DocumentedEngage, DocumentedNoengage } from './documentation/gateway.documentation.js';
import { AttemptDto } from './dto/attempt.dto.js';
import { EngageDto } from './dto/engage.dto.js';
import { NoengageDto } from './dto/noengage.dto.js';
import { CallerName } from './http/caller.middleware.js';
import { nothingCancelled, type NothingCancelledDto } from './dto/nothing-cancelled.dto.js';

/** The Engagement REST API: start and cancel an engagement attempt. */
@Controller('data/gateway')
export class GatewayController {
  constructor(private readonly engagement: EngagementService) {}

  @Post('engage')
  @DocumentedEngage()
  @HttpCode(HttpStatus.OK)
  async engage(
    @Body(fieldsOf(EngageDto)) { ixnProfile }: EngageDto,
    @CallerName() caller: string | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AttemptDto> {
    const { attempt, replayed } = await this.engagement.engage(ixnProfile, caller);
    if (replayed) response.setHeader('Idempotent-Replayed', 'true');
    return AttemptDto.of(attempt);
  }

  @Post('noengage')
  @DocumentedNoengage()
  @HttpCode(HttpStatus.OK)
  async noengage(
    @Body(fieldsOf(NoengageDto)) { cancelData }: NoengageDto,
    @CallerName() caller: string | null,
  ): Promise<AttemptDto | NothingCancelledDto> {
    const attempt = await this.engagement.cancel(cancelData, caller);
    return attempt === null ? nothingCancelled(cancelData.visitId ?? null) : AttemptDto.of(attempt);
  }
}
