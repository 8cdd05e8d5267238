import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOperation,
  ApiResponse,
  type ApiResponseOptions,
  getSchemaPath,
} from '@nestjs/swagger';
import { Faults, ForOperators } from '../gateway/index.js';
import { LogLevelChangeDto, LogLevelDto } from './dto/log-level.dto.js';

/** What the documents say of the level of the log. */

const ONE_NODE = 'Each node has a log of its own: through a load balancer, the call reaches one of them.';

const CHANGES = {
  forAWhile: { summary: 'Every line, for ten minutes', value: { level: 'debug', forSeconds: 600 } },
  forGood: { summary: 'Only what is wrong, until it is changed again', value: { level: 'warn' } },
};

const FOR_A_WHILE = {
  summary: 'Changed for a while',
  value: { level: 'debug', startLevel: 'info', until: '2026-01-31T12:10:00.000Z' },
};

const AS_STARTED = {
  summary: 'As the service started',
  value: { level: 'info', startLevel: 'info', until: null },
};

export function DocumentedLogLevel(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'findLogLevel',
      summary: 'The level of the log',
      description: `Which lines the log has now. ${ONE_NODE}`,
    }),
    ApiExtraModels(LogLevelDto),
    ApiResponse(reply('The level, and whether it holds for a while only.', { started: AS_STARTED })),
    Faults(undefined),
  );
}

export function DocumentedLogLevelChange(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'changeLogLevel',
      summary: 'Change the level of the log',
      description: `Has more lines written, or fewer, without a restart: for a while, or until it is changed again. ${ONE_NODE}`,
    }),
    ApiBody({ type: LogLevelChangeDto, examples: CHANGES }),
    ApiExtraModels(LogLevelDto),
    ApiResponse(reply('The level that holds now.', { changed: FOR_A_WHILE })),
    Faults(
      { pointer: '/level', detail: 'must be "debug", "info", "warn" or "error"' },
      'validation-failed',
      'body-too-large',
      'unsupported-content-type',
    ),
  );
}

function reply(description: string, examples: object): ApiResponseOptions {
  const content = { 'application/json': { schema: { $ref: getSchemaPath(LogLevelDto) }, examples: { ...examples } } };
  return { status: 200, description, content };
}
