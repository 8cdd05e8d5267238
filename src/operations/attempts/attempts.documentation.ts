import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { AttemptDto, Faults, ForOperators } from '../../gateway/index.js';
import { AttemptRecordDto } from './dto/attempt-record.dto.js';
import { FoundAttemptsDto } from './dto/attempt-search.dto.js';
import { CancellationDto } from './dto/cancellation.dto.js';

const THE_ATTEMPT = {
  name: 'attemptId',
  description: 'The attempt.',
  schema: { type: 'string' },
  example: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21',
} as const;

export function DocumentedSearch(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'searchAttempts',
      summary: 'Look for attempts',
      description:
        'Filters add up. Ids, states and times lead to what they stand for at once, however many attempts there are. A channel, or a rule, is looked for among what the other filters let through, 1,000 attempts for each page: one that has not found enough by then says how far back it has looked, and goes on with `nextCursor`.',
    }),
    ApiOkResponse({ description: 'A page of what was found.', type: FoundAttemptsDto }),
    Faults({ pointer: '/limit', detail: 'must be a whole number from 1 to 200' }, 'validation-failed'),
  );
}

export function DocumentedRecord(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'readAttemptRecord',
      summary: 'All that is on record about an attempt',
      description:
        'The attempt with its audit trail, what endpoints were told of it, and what the strategy attached: masked, unless `payload=true`.',
    }),
    ApiParam(THE_ATTEMPT),
    ApiOkResponse({ description: 'The attempt and its record.', type: AttemptRecordDto }),
    Faults({ pointer: '/payload', detail: 'must be one of true, false' }, 'validation-failed', 'attempt-not-found'),
  );
}

export function DocumentedCancelling(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'cancelAttempt',
      summary: 'Cancel an attempt',
      description:
        'Ends an attempt as `noengage` does, in the operator’s name: a browser that shows its invitation closes it, one that has not will not show it, and its strategy is told. Safe to repeat.',
    }),
    ApiParam(THE_ATTEMPT),
    ApiBody({ type: CancellationDto, required: false }),
    ApiOkResponse({ description: 'The cancelled attempt.', type: AttemptDto }),
    Faults(
      { pointer: '/reason', detail: 'must be a string of 1 to 256 characters' },
      'validation-failed',
      'body-too-large',
      'unsupported-content-type',
      'attempt-not-found',
      'attempt-ended',
    ),
  );
}
