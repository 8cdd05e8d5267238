import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { OUTCOME_TYPES } from '../contract/index.js';
import { Faults } from '../gateway/index.js';
import { OutcomeMessageDto } from './dto/outcome-message.dto.js';

const EXAMPLE = {
  type: 'engagement.accepted',
  timestamp: '2026-01-31T12:00:14.310Z',
  data: {
    attemptId: '0198f2a4-7c1e-7b3a-9d52-1f0c6a8e4b21',
    interactionId: '0000Ja8VNEVB000G',
    visitId: 'b3c5a3e0-5a0e-4c6e-9f57-0a4b8e4c8d1a',
    pageId: null,
    channel: 'chat',
    language: 'en',
    ruleName: 'cart-abandonment',
    state: 'accepted',
    reason: null,
    createdAt: '2026-01-31T12:00:00.000Z',
    expiresAt: '2026-01-31T12:05:00.000Z',
    endedAt: '2026-01-31T12:00:14.310Z',
    position: 4711,
    sequence: 3,
    occurredAt: '2026-01-31T12:00:14.310Z',
    by: 'visitor',
    data: { cartTotal: 129.9 },
  },
};

export function DocumentedOutcomes(): MethodDecorator {
  return applyDecorators(
    ApiTags('outcomes'),
    ApiOperation({
      operationId: 'followOutcomes',
      summary: 'Outcomes as they happen',
      description: [
        'A stream of Server-Sent Events that does not end by itself: each `event` is the `type` of an outcome, its `data` the JSON text of the message shown here, its `id` the outcome’s `position`. A comment comes when nothing has happened for fifteen seconds.',
        'Whoever loses the stream asks again with `Last-Event-ID` (an `EventSource` does it by itself) and gets everything since, from any node. Nothing is left out and nothing comes twice. Outcomes are told for as long as their attempts are kept.',
        'An outcome shows its attempt as it stood then: an `engagement.shown` may be followed by an ending, with a greater `sequence`.',
      ].join('\n\n'),
    }),
    ApiQuery({
      name: 'types',
      required: false,
      description: 'Only outcomes of these types; comma-separated.',
      schema: { type: 'array', items: { type: 'string', enum: [...OUTCOME_TYPES] }, minItems: 1 },
      style: 'form',
      explode: false,
    }),
    ApiQuery({
      name: 'after',
      required: false,
      description: 'Outcomes after this `position`. From now on when it is left out.',
      schema: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    }),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The `id` of the last event that was seen. It counts before `after`.',
      schema: { type: 'string', pattern: '^\\d{1,15}$' },
      example: '4711',
    }),
    ApiExtraModels(OutcomeMessageDto),
    ApiResponse({
      status: 200,
      description: 'The stream; shown here is the `data` of one event.',
      content: {
        'text/event-stream': {
          schema: { $ref: getSchemaPath(OutcomeMessageDto) },
          examples: { accepted: { summary: 'The visitor has accepted', value: EXAMPLE } },
        },
      },
    }),
    Faults({ pointer: '/after', detail: 'must be a whole number from 0 to 9007199254740991' }, 'validation-failed'),
  );
}
