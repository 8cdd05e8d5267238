import type { ServerResponse } from 'node:http';
import { Controller, HttpCode, HttpStatus, Post, Res, UseGuards } from '@nestjs/common';
import { CallerName, StrategyGuard } from '../access/index.js';
import { EngagementService } from '../engagement/index.js';
import { RequestId } from '../http/index.js';
import { CallLog } from './call-log.js';
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
  constructor(
    private readonly engagement: EngagementService,
    private readonly log: CallLog,
  ) {}

  @Post('engage')
  @UseGuards(ShedLoad)
  @DocumentedEngage()
  @HttpCode(HttpStatus.OK)
  async engage(
    @SentBody(mappedFieldsOf(EngageDto, 'ixnProfile')) { ixnProfile }: EngageDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<AttemptDto> {
    const call = { actor, requestId };
    const engaged = await this.engagement.engage(ixnProfile, call);
    if (engaged.replayed) response.setHeader('Idempotent-Replayed', 'true');
    this.log.engaged(engaged, call);
    return AttemptDto.of(engaged.attempt);
  }

  @Post('noengage')
  @DocumentedNoengage()
  @HttpCode(HttpStatus.OK)
  async noengage(
    @SentBody(mappedFieldsOf(NoengageDto, 'cancelData')) { cancelData }: NoengageDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
  ): Promise<AttemptDto | NothingCancelledDto> {
    const call = { actor, requestId };
    const { attempt, foundNothing } = await this.engagement.cancel(cancelData, call);
    if (foundNothing) this.log.foundNothing(attempt, call);
    return attempt === null ? nothingCancelled(cancelData.visitId ?? null) : AttemptDto.of(attempt);
  }
}
