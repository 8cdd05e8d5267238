import type { ServerResponse } from 'node:http';
import { Controller, Delete, Get, Query, Res, UseGuards } from '@nestjs/common';
import { CallerName, OperatorGuard } from '../../access/index.js';
import { VisitBook } from '../../engagement/index.js';
import { DEFAULT_PAGE, pageOf, queryOf } from '../../fields/index.js';
import { Gone, RequestId } from '../../http/index.js';
import { ErasureDto, ErasurePageDto } from './dto/erasure.dto.js';
import { ErasureQueryDto, VisitQueryDto } from './dto/visit-query.dto.js';
import { VisitErasure } from './visit-erasure.js';
import { VisitExport } from './visit-export.js';
import { DocumentedErasing, DocumentedErasures, DocumentedExport } from './visits.documentation.js';

/** What is kept about a visit: to be shown to whom it is about, and to be erased. */
@Controller('operations')
@UseGuards(OperatorGuard)
export class VisitsController {
  constructor(
    private readonly book: VisitBook,
    private readonly exported: VisitExport,
    private readonly erasure: VisitErasure,
  ) {}

  @Get('visits')
  @DocumentedExport()
  async export(
    @Query(queryOf(VisitQueryDto)) { visitId }: VisitQueryDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
    @Res() response: ServerResponse,
    @Gone() gone: AbortSignal,
  ): Promise<void> {
    await this.exported.write(visitId, { actor, requestId }, { response, gone });
  }

  @Delete('visits')
  @DocumentedErasing()
  async erase(
    @Query(queryOf(VisitQueryDto)) { visitId }: VisitQueryDto,
    @CallerName() actor: string | null,
    @RequestId() requestId: string,
  ): Promise<ErasureDto> {
    return ErasureDto.of(await this.erasure.erase(visitId, { actor, requestId }));
  }

  @Get('erasures')
  @DocumentedErasures()
  async list(@Query(queryOf(ErasureQueryDto)) query: ErasureQueryDto): Promise<ErasurePageDto> {
    const { limit = DEFAULT_PAGE, cursor = null } = query;
    const found = await this.book.erasures(cursor, limit + 1);
    const { page, goOnAfter } = pageOf(found, limit);
    return { erasures: page.map((erasure) => ErasureDto.of(erasure)), nextCursor: goOnAfter?.erasureId ?? null };
  }
}
