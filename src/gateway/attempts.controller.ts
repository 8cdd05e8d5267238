import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { EngagementService } from '../engagement/index.js';
import { queryOf } from '../fields/index.js';
import { DocumentedAttempt, DocumentedAttempts } from './documentation/gateway.documentation.js';
import { AttemptDetailsDto, AttemptDto } from './dto/attempt.dto.js';
import { StrategyGuard } from './http/caller.guard.js';
import { AttemptPageDto, AttemptQueryDto } from './dto/attempt-query.dto.js';

const DEFAULT_PAGE = 50;

/** Attempts as they stand: one with its history, or many. */
@Controller('data/gateway/attempts')
@UseGuards(StrategyGuard)
export class AttemptsController {
  constructor(private readonly engagement: EngagementService) {}

  @Get()
  @DocumentedAttempts()
  async list(@Query(queryOf(AttemptQueryDto)) query: AttemptQueryDto): Promise<AttemptPageDto> {
    const { cursor, since, limit = DEFAULT_PAGE, ...filters } = query;
    const found = await this.engagement.list({
      ...filters,
      ...(since !== undefined && { since: Date.parse(since) }),
      ...(cursor !== undefined && { before: cursor }),
      limit: limit + 1,
    });
    const attempts = found.slice(0, limit).map((attempt) => AttemptDto.of(attempt));
    return { attempts, nextCursor: found.length > limit ? (attempts.at(-1)?.attemptId ?? null) : null };
  }

  @Get(':attemptId')
  @DocumentedAttempt()
  async find(@Param('attemptId') attemptId: string): Promise<AttemptDetailsDto> {
    return AttemptDetailsDto.of(await this.engagement.find(attemptId));
  }
}
