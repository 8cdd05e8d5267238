import type { ServerResponse } from 'node:http';
import { Controller, HttpCode, HttpStatus, Post, Res, UseGuards } from '@nestjs/common';
import { CallerName, StrategyGuard } from '../access/index.js';
import { EngagementService } from '../engagement/index.js';
import { RequestId, SentTraceParent } from '../http/index.js';
import { Tracing } from '../tracing/index.js';
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
    private readonly tracing: Tracing,
  ) {}

  @Post('engage')
  @UseGuards(ShedLoad)
  @DocumentedEngage()
  @HttpCode(HttpStatus.OK)
  async engage(
    @SentBody(mappedFieldsOf(EngageDto, 'ixnProfile')) { ixnProfile }: EngageDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
    @SentTraceParent() traceParent: string | null,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<AttemptDto> {
    const facts = { parent: traceParent, kind: 'server' } as const;
    return this.tracing.during('engage', facts, async (span) => {
      const call = { actor, requestId, traceParent: span.traceParent };
      const engaged = await this.engagement.engage(ixnProfile, call);
      if (engaged.replayed) response.setHeader('Idempotent-Replayed', 'true');
      this.log.engaged(engaged, call);
      span.about(engaged.attempt, { 'engagement.replayed': engaged.replayed });
      return AttemptDto.of(engaged.attempt);
    });
  }

  @Post('noengage')
  @DocumentedNoengage()
  @HttpCode(HttpStatus.OK)
  async noengage(
    @SentBody(mappedFieldsOf(NoengageDto, 'cancelData')) { cancelData }: NoengageDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
    @SentTraceParent() traceParent: string | null,
  ): Promise<AttemptDto | NothingCancelledDto> {
    const facts = { parent: traceParent, kind: 'server' } as const;
    return this.tracing.during('noengage', facts, async (span) => {
      const call = { actor, requestId };
      const { attempt, foundNothing } = await this.engagement.cancel(cancelData, call);
      if (foundNothing) this.log.foundNothing(attempt, call);
      if (attempt === null) return nothingCancelled(cancelData.visitId ?? null);
      span.about(attempt);
      return AttemptDto.of(attempt);
    });
  }
}
