import { Controller, Get, Header, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { OperatorGuard } from '../../access/index.js';
import { Metrics } from './metrics.js';

/** What Prometheus reads, with an operator's key. It holds counts, and nothing of any visitor’s. */
@ApiExcludeController()
@Controller('metrics')
@UseGuards(OperatorGuard)
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async read(@Res() response: Response): Promise<void> {
    response.setHeader('Content-Type', this.metrics.contentType).end(await this.metrics.text());
  }
}
