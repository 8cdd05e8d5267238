import { Controller, Get, Header, Put, UseGuards } from '@nestjs/common';
import { CallerName, OperatorGuard } from '../access/index.js';
import { fieldsOf } from '../fields/index.js';
import { SentBody } from '../gateway/index.js';
import { LogLevelChangeDto, LogLevelDto } from './dto/log-level.dto.js';
import { DocumentedLogLevel, DocumentedLogLevelChange } from './log-level.documentation.js';
import { LogLevels } from './log-levels.js';

/** The level of this node's log, without a restart. */
@Controller('operations/log-level')
@UseGuards(OperatorGuard)
export class LogLevelController {
  constructor(private readonly levels: LogLevels) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @DocumentedLogLevel()
  find(): LogLevelDto {
    return LogLevelDto.of(this.levels.now);
  }

  @Put()
  @DocumentedLogLevelChange()
  change(
    @SentBody(fieldsOf(LogLevelChangeDto)) { level, forSeconds }: LogLevelChangeDto,
    @CallerName() actor: string | null,
  ): LogLevelDto {
    return LogLevelDto.of(this.levels.change(level, forSeconds ?? null, { actor }));
  }
}
