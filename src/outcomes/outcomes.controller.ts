import type { IncomingMessage, ServerResponse } from 'node:http';
import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { StrategyGuard } from '../access/index.js';
import { queryOf } from '../fields/index.js';
import { Gone } from '../http/index.js';
import { DocumentedOutcomes } from './outcomes.documentation.js';
import { OutcomeQueryDto } from './dto/outcome-query.dto.js';
import { OutcomeStream } from './outcome-stream.js';

/** Outcomes as they happen, for strategies that cannot be called. */
@Controller('data/gateway/outcomes')
@UseGuards(StrategyGuard)
export class OutcomesController {
  constructor(private readonly stream: OutcomeStream) {}

  @Get()
  @DocumentedOutcomes()
  async tell(
    @Query(queryOf(OutcomeQueryDto)) { types, after }: OutcomeQueryDto,
    @Req() { headers }: IncomingMessage,
    @Res() response: ServerResponse,
    @Gone() gone: AbortSignal,
  ): Promise<void> {
    const from = lastSeen(headers['last-event-id']) ?? after;
    await this.stream.tell(response, {
      ...(from !== undefined && { after: from }),
      ...(types !== undefined && { types }),
      gone,
    });
  }
}

/** @throws Fault `validation-failed` for what is no place */
function lastSeen(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  return queryOf(OutcomeQueryDto).transform({ after: header }, { type: 'query' }).after;
}
