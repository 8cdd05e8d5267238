import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { StrategyGuard } from '../access/index.js';
import { EndingWatch, EngagementService } from '../engagement/index.js';
import { DEFAULT_PAGE, pageOf, queryOf } from '../fields/index.js';
import { Gone } from '../http/index.js';
import { DocumentedAttempt, DocumentedAttempts } from './documentation/gateway.documentation.js';
import { AttemptDetailsDto, AttemptDto } from './dto/attempt.dto.js';
import { AttemptPageDto, AttemptQueryDto } from './dto/attempt-query.dto.js';
import { AttemptWaitDto, DEFAULT_WAIT_SECONDS } from './dto/attempt-wait.dto.js';

/** Attempts as they stand: one with its history, or many. */
@Controller('data/gateway/attempts')
@UseGuards(StrategyGuard)
export class AttemptsController {
  constructor(
    private readonly engagement: EngagementService,
    private readonly watch: EndingWatch,
  ) {}

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
    const { page, goOnAfter } = pageOf(found, limit);
    return { attempts: page.map((attempt) => AttemptDto.of(attempt)), nextCursor: goOnAfter?.attemptId ?? null };
  }

  @Get(':attemptId')
  @DocumentedAttempt()
  async find(
    @Param('attemptId') attemptId: string,
    @Query(queryOf(AttemptWaitDto)) { waitFor, timeout = DEFAULT_WAIT_SECONDS }: AttemptWaitDto,
    @Gone() gone: AbortSignal,
  ): Promise<AttemptDetailsDto> {
    const attempt =
      waitFor === undefined
        ? await this.engagement.find(attemptId)
        : await this.watch.untilEnded(attemptId, timeout * 1000, gone);
    return AttemptDetailsDto.of(attempt);
  }
}
