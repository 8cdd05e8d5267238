import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '../../access/index.js';
import { queryOf } from '../../fields/index.js';
import { FunnelQueryDto, FunnelReportDto } from './funnel.dto.js';
import { DocumentedFunnel } from './funnel.documentation.js';
import { FunnelReports } from './funnel-report.js';

/** How far attempts came. */
@Controller('operations/funnel')
@UseGuards(OperatorGuard)
export class FunnelController {
  constructor(private readonly reports: FunnelReports) {}

  @Get()
  @DocumentedFunnel()
  async tell(@Query(queryOf(FunnelQueryDto)) { window }: FunnelQueryDto): Promise<FunnelReportDto> {
    return FunnelReportDto.of(await this.reports.about(window));
  }
}
