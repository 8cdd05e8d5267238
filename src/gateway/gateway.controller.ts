import type { ServerResponse } from 'node:http';
import { Controller, HttpCode, HttpStatus, Post, Res, UseGuards } from '@nestjs/common';
import { CallerName, StrategyGuard } from '../access/index.js';
import { EngagementService } from '../engagement/index.js';
import { DocumentedEngage, DocumentedNoengage } from './documentation/gateway.documentation.js';
import { AttemptDto } from './dto/attempt.dto.js';
import { EngageDto } from './dto/engage.dto.js';
import { NoengageDto } from './dto/noengage.dto.js';
import { SentBody } from './http/body.pipe.js';
import { ShedLoad } from './http/shed-load.guard.js';
import { mappedFieldsOf } from './mapping/mapped-fields.pipe.js';
import { nothingCancelled, type NothingCancelledDto } from './dto/nothing-cancelled.dto.js';

/** The Engagement REST API: start and cancel an engagement attempt. */
@Controller('data/gateway')
@UseGuards(StrategyGuard)
export class GatewayController {
  constructor(private readonly engagement: EngagementService) {}

  @Post('engage')
  @UseGuards(ShedLoad)
  @DocumentedEngage()
  @HttpCode(HttpStatus.OK)
  async engage(
    @SentBody(mappedFieldsOf(EngageDto, 'ixnProfile')) { ixnProfile }: EngageDto,
    @CallerName() caller: string | null,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<AttemptDto> {
    const { attempt, replayed } = await this.engagement.engage(ixnProfile, caller);
    if (replayed) response.setHeader('Idempotent-Replayed', 'true');
    return AttemptDto.of(attempt);
  }

  @Post('noengage')
  @DocumentedNoengage()
  @HttpCode(HttpStatus.OK)
  async noengage(
    @SentBody(mappedFieldsOf(NoengageDto, 'cancelData')) { cancelData }: NoengageDto,
    @CallerName() caller: string | null,
  ): Promise<AttemptDto | NothingCancelledDto> {
    const attempt = await this.engagement.cancel(cancelData, caller);
    return attempt === null ? nothingCancelled(cancelData.visitId ?? null) : AttemptDto.of(attempt);
  }
}
