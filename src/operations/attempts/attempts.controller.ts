import { Controller, Get, Header, HttpCode, HttpStatus, Param, Post, Query, UseGuards } from '@nestjs/common';
import { CallerName, OperatorGuard } from '../../access/index.js';
import { createdAtOf } from '../../engagement/index.js';
import { DEFAULT_PAGE, fieldsOf, queryOf } from '../../fields/index.js';
import { AttemptDto, SentBody } from '../../gateway/index.js';
import { RequestId } from '../../http/index.js';
import { AttemptDesk } from './attempt-desk.js';
import { DocumentedCancelling, DocumentedRecord, DocumentedSearch } from './attempts.documentation.js';
import { AttemptRecordDto, AttemptRecordQueryDto } from './dto/attempt-record.dto.js';
import { AttemptSearchDto, FoundAttemptsDto } from './dto/attempt-search.dto.js';
import { CancellationDto } from './dto/cancellation.dto.js';

/** Attempts for whoever runs the service. */
@Controller('operations/attempts')
@UseGuards(OperatorGuard)
export class OperatorAttemptsController {
  constructor(private readonly desk: AttemptDesk) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @DocumentedSearch()
  async search(@Query(queryOf(AttemptSearchDto)) query: AttemptSearchDto): Promise<FoundAttemptsDto> {
    const { id, since, until, cursor, limit = DEFAULT_PAGE, ...filters } = query;
    const { attempts, goOnBefore } = await this.desk.search(id, {
      ...filters,
      ...(since !== undefined && { since: Date.parse(since) }),
      ...(until !== undefined && { until: Date.parse(until) }),
      ...(cursor !== undefined && { before: cursor }),
      limit,
    });
    return {
      attempts: attempts.map((attempt) => AttemptDto.of(attempt)),
      nextCursor: goOnBefore,
      lookedBackTo: goOnBefore === null ? null : new Date(createdAtOf(goOnBefore)).toISOString(),
    };
  }

  @Get(':attemptId')
  @Header('Cache-Control', 'no-store')
  @DocumentedRecord()
  async find(
    @Param('attemptId') attemptId: string,
    @Query(queryOf(AttemptRecordQueryDto)) { payload }: AttemptRecordQueryDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
  ): Promise<AttemptRecordDto> {
    const { attempt, deliveries } = await this.desk.find(attemptId);
    const isMasked = payload !== 'true';
    if (!isMasked) this.desk.payloadRead(attemptId, { actor, requestId });
    return AttemptRecordDto.from(attempt, deliveries, isMasked);
  }

  @Post(':attemptId/cancel')
  @DocumentedCancelling()
  @HttpCode(HttpStatus.OK)
  async cancel(
    @Param('attemptId') attemptId: string,
    @SentBody(fieldsOf(CancellationDto)) { reason }: CancellationDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
  ): Promise<AttemptDto> {
    return AttemptDto.of(await this.desk.cancel(attemptId, reason ?? null, { actor, requestId }));
  }
}
